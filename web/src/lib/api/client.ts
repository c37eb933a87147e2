// The one way to the server: adds the session's CSRF token, the language and the mark of background
// requests, and turns every refusal into an ApiError.
import createClient from 'openapi-fetch';
import type { components, paths } from '@/generated/api';
import type { Problem, TuskRecord } from './types';

type Failure = components['schemas']['Failure'];

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly problems: Problem[] = [],
    // The record as it is now, when the server refused a change of an older one (412).
    readonly current: TuskRecord | null = null,
  ) {
    super(message);
  }
}

const connection = {
  csrf_token: '',
  language: 'sv',
  on_signed_out: () => {},
  unreachable_text: () => '',
  // Nobody: then what the page does by itself (saves a field that a dialogue takes the focus from)
  // is not a person's work, and does not extend the idle time.
  is_anybody_there: () => true,
};

export function set_connection(change: Partial<typeof connection>) {
  Object.assign(connection, change);
}

// Giving the password again gives the session another id. What was asked under way with the id
// before is answered 401, and nobody is logged out by that.
let renewals = 0;
let renewing = 0;
const asked_before = new WeakMap<Request, number>();

export async function renewing_session<Result>(renew: () => Promise<Result>): Promise<Result> {
  renewing += 1;
  try {
    return await renew();
  } finally {
    renewing -= 1;
    renewals += 1;
  }
}

// Marks a request that no person asked for: it never extends the idle time.
export const in_background = { 'X-Background': '1' } as const;

export const client = createClient<paths>({
  baseUrl: '',
  credentials: 'same-origin',
  querySerializer: { array: { style: 'form', explode: true } },
});

client.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', connection.language);
    if (!connection.is_anybody_there()) request.headers.set('X-Background', '1');
    if (request.method !== 'GET') {
      request.headers.set('X-CSRF-Token', connection.csrf_token);
      request.headers.set('Content-Type', 'application/json');
    }
    asked_before.set(request, renewals);
    return request;
  },
  onResponse({ request, response }) {
    const is_log_in =
      request.method === 'POST' &&
      /\/api\/v1\/session(\/second_factor|\/passkey.*)?$/.test(request.url);
    const is_outdated = renewing > 0 || asked_before.get(request) !== renewals;
    if (response.status === 401 && !is_log_in && !is_outdated) connection.on_signed_out();
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return error;
    return new ApiError(0, 'unavailable', connection.unreachable_text());
  },
});

interface Answer<Body> {
  data?: Body;
  error?: unknown;
  response: Response;
}

// Whether the error is about that field, for what a page does by itself.
export function is_about(error: unknown, field: string): boolean {
  return error instanceof ApiError && error.problems.some((problem) => problem.field === field);
}

// The body of a good answer; throws ApiError otherwise.
export async function body_of<Body>(answer: Promise<Answer<Body>>): Promise<Body> {
  const { data, error, response } = await answer;
  if (response.ok) return data as Body;
  const failure = error as Failure | undefined;
  throw new ApiError(
    response.status,
    failure?.error?.code ?? 'unavailable',
    failure?.error?.message ?? connection.unreachable_text(),
    failure?.error?.problems ?? [],
    failure?.current ?? null,
  );
}
