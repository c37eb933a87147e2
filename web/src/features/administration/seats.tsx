// How many the licence is for, and how many are left.
import { format_count } from '@/lib/format';
import type { OnlineLicence } from '@/lib/administration/people';
import { use_words } from '@/lib/i18n';

export function Seats({ licence }: { licence: OnlineLicence }) {
  const { t, language } = use_words();
  const { allowed, people, invitations, left } = licence;
  return (
    <p className="muted tabular seats" data-full={left === 0 || undefined}>
      {t('administration.seats', {
        used: format_count(people + invitations, language),
        allowed: format_count(allowed, language),
        left: format_count(left, language),
      })}
    </p>
  );
}
