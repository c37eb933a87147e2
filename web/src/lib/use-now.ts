import { useEffect, useState } from 'react';

// The wall clock, redrawn every so often and when the page is looked at again.
export function use_now(every_ms: number): number {
  const [now, set_now] = useState(Date.now);
  useEffect(() => {
    const update = () => set_now(Date.now());
    const timer = setInterval(update, every_ms);
    document.addEventListener('visibilitychange', update);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', update);
    };
  }, [every_ms]);
  return now;
}
