// A program: its name, what kind it is, where a log-in may lead back to.
import { Button, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import {
  change_client,
  clients_key,
  create_client,
  type Program,
} from '@/lib/administration/clients';
import { ApiError } from '@/lib/api/client';
import { error_text } from '@/lib/error-text';
import { use_words } from '@/lib/i18n';
import { ProofGivenUp } from '@/lib/session/proof';
import { show_toast } from '@/lib/toast';
import type { ShownSecret } from './client-secret';
import '@/components/records/record-field.css';

interface ClientFormProps {
  program: Program | null; // null: a new one
  on_secret: (shown: ShownSecret) => void;
  on_close: () => void;
}

const lines_of = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

export function ClientForm({ program, on_secret, on_close }: ClientFormProps) {
  const { t } = use_words();
  const queries = useQueryClient();
  const [name, set_name] = useState(program?.name ?? '');
  const [is_public, set_public] = useState(program?.is_public ?? false);
  const [redirects, set_redirects] = useState((program?.redirect_uris ?? []).join('\n'));
  const [after, set_after] = useState((program?.post_logout_uris ?? []).join('\n'));
  const [told, set_told] = useState(program?.logout_uri ?? '');
  const [failure, set_failure] = useState<unknown>(null);
  const [busy, set_busy] = useState(false);

  const save = async () => {
    const change = {
      name: name.trim(),
      redirect_uris: lines_of(redirects),
      post_logout_uris: lines_of(after),
      logout_uri: told.trim(),
    };
    if (program) {
      await change_client(program.id, change);
      show_toast({ text: t('clients.saved', { name: change.name }) });
      return;
    }
    const made = await create_client({ ...change, is_public });
    on_secret({ program: made.client, secret: made.secret });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    set_busy(true);
    set_failure(null);
    try {
      await save();
      await queries.invalidateQueries({ queryKey: clients_key });
      on_close();
    } catch (error) {
      if (!(error instanceof ProofGivenUp)) set_failure(error);
      set_busy(false);
    }
  };
  const problem_of = (field: string) =>
    failure instanceof ApiError
      ? failure.problems.find((each) => each.field === field)?.message
      : undefined;
  const fields = ['name', 'redirect_uris', 'post_logout_uris', 'logout_uri'];
  const elsewhere = failure !== null && fields.every((field) => !problem_of(field));
  return (
    <Modal
      opened
      onClose={on_close}
      title={program ? t('clients.edit_title', { name: program.name }) : t('clients.new')}
      size={520}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form className="client-form" onSubmit={(event) => void submit(event)} noValidate>
        <Field label={t('clients.name')} hint={t('clients.name_hint')} problem={problem_of('name')}>
          {(about) => (
            <input
              {...about}
              className="input"
              value={name}
              data-autofocus
              onChange={(event) => set_name(event.currentTarget.value)}
            />
          )}
        </Field>
        {!program && <Kind is_public={is_public} on_public={set_public} />}
        <Field
          label={t('clients.redirects')}
          hint={t('clients.redirects_hint')}
          problem={problem_of('redirect_uris')}
        >
          {(about) => (
            <textarea
              {...about}
              className="input"
              rows={2}
              spellCheck={false}
              value={redirects}
              onChange={(event) => set_redirects(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field
          label={t('clients.after')}
          hint={t('clients.after_hint')}
          problem={problem_of('post_logout_uris')}
        >
          {(about) => (
            <textarea
              {...about}
              className="input"
              rows={1}
              spellCheck={false}
              value={after}
              onChange={(event) => set_after(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field
          label={t('clients.told')}
          hint={t('clients.told_hint')}
          problem={problem_of('logout_uri')}
        >
          {(about) => (
            <input
              {...about}
              className="input"
              type="url"
              spellCheck={false}
              value={told}
              onChange={(event) => set_told(event.currentTarget.value)}
            />
          )}
        </Field>
        {elsewhere && (
          <p className="field-problem" role="alert">
            {error_text(failure)}
          </p>
        )}
        <div className="dialogue-buttons">
          <Button variant="default" onClick={on_close}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t(program ? 'clients.save' : 'clients.add')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

interface FieldProps {
  label: string;
  hint: string;
  problem: string | undefined;
  children: (about: {
    id: string;
    'aria-describedby': string;
    'aria-invalid': boolean;
  }) => ReactNode;
}

function Field({ label, hint, problem, children }: FieldProps) {
  const id = useId();
  const about = `${id}-about`;
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': about, 'aria-invalid': problem !== undefined })}
      {problem ? (
        <p id={about} className="field-problem" role="alert">
          {problem}
        </p>
      ) : (
        <p id={about} className="form-hint">
          {hint}
        </p>
      )}
    </div>
  );
}

// It is chosen once: a program that has had a secret can't be trusted without one.
function Kind({ is_public, on_public }: { is_public: boolean; on_public: (v: boolean) => void }) {
  const { t } = use_words();
  return (
    <fieldset className="client-kind">
      <legend>{t('clients.kind')}</legend>
      {[false, true].map((value) => (
        <label key={String(value)}>
          <input
            type="radio"
            name="kind"
            checked={is_public === value}
            onChange={() => on_public(value)}
          />
          <span>
            {t(value ? 'clients.public' : 'clients.confidential')}
            <span className="muted">
              {t(value ? 'clients.public_means' : 'clients.confidential_means')}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
