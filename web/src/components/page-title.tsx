// What the browser's tab is called.
import { useEffect } from 'react';

export function PageTitle({ text }: { text: string }) {
  useEffect(() => {
    document.title = `${text} – Tusk Online`;
  }, [text]);
  return null;
}
