// Keys that work everywhere except where one is writing: Ctrl+K search, N new contact. A list adds
// "/" for its own search field.
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { is_writing } from '@/lib/keyboard';
import { may_write } from '@/lib/session/rights';

export function use_global_keys(on_search: () => void) {
  const navigate = useNavigate();
  useEffect(() => {
    const on_key = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        on_search();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || is_writing(event)) return;
      if (event.key === 'n' && may_write('contact')) {
        event.preventDefault();
        void navigate({ to: '/contacts/new', search: (old) => old });
      }
    };
    window.addEventListener('keydown', on_key);
    return () => window.removeEventListener('keydown', on_key);
  });
}
