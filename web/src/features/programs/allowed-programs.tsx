// Programs that the person has allowed, each to be let in no longer.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { EmptyState } from '@/components/empty-state';
import { Failure } from '@/components/failure';
import { Question } from '@/components/question';
import { format_moment } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import {
  allowed_programs_key,
  list_allowed_programs,
  withdraw_program,
  type AllowedProgram,
} from '@/lib/programs/allowed-programs';
import { show_toast } from '@/lib/toast';
import './programs.css';

export function AllowedPrograms() {
  const { t } = use_words();
  const programs = useQuery({
    queryKey: allowed_programs_key,
    queryFn: ({ signal }) => list_allowed_programs(signal),
  });
  if (programs.isError && !programs.data) {
    return (
      <Failure
        title={t('programs.failed')}
        error={programs.error}
        on_retry={() => void programs.refetch()}
      />
    );
  }
  if (!programs.data) return null;
  if (programs.data.length === 0)
    return <EmptyState icon="external" title={t('programs.none')} lead={t('programs.none_lead')} />;
  return (
    <ul className="allowed-programs">
      {programs.data.map((program) => (
        <Row key={program.id} program={program} />
      ))}
    </ul>
  );
}

function Row({ program }: { program: AllowedProgram }) {
  const { t, language } = use_words();
  const [asking, set_asking] = useState(false);
  const may = program.scopes.map((scope) => t(`programs.scope.${scope}`)).join(', ');
  return (
    <li>
      <div>
        <strong>{program.name}</strong>
        <span className="muted">{t('programs.may', { what: may })}</span>
        <span className="muted">
          {t('programs.allowed_at', { at: format_moment(program.allowed_at, language) })}
        </span>
      </div>
      <Button
        variant="default"
        size="compact-sm"
        aria-label={t('programs.withdraw_of', { name: program.name })}
        onClick={() => set_asking(true)}
      >
        {t('programs.withdraw')}
      </Button>
      {asking && <Withdraw program={program} on_close={() => set_asking(false)} />}
    </li>
  );
}

function Withdraw({ program, on_close }: { program: AllowedProgram; on_close: () => void }) {
  const { t } = use_words();
  const queries = useQueryClient();
  return (
    <Question
      title={t('programs.withdraw_title', { name: program.name })}
      action={t('programs.withdraw')}
      danger
      on_close={on_close}
      run={async () => {
        await withdraw_program(program.id);
        show_toast({ text: t('programs.withdrawn', { name: program.name }) });
        await queries.invalidateQueries({ queryKey: allowed_programs_key });
      }}
    >
      <p>{t('programs.withdraw_text')}</p>
    </Question>
  );
}
