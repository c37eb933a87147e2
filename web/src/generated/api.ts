// Types of the REST interface, in the form that openapi-typescript writes.

export interface paths {
  '/api/v1/session': {
    get: { responses: { 200: JsonResponse<components['schemas']['Session']>; default: Failure } };
    post: {
      requestBody: JsonBody<{ email: string; password: string }>;
      responses: { 200: JsonResponse<components['schemas']['Session']>; default: Failure };
    };
    patch: {
      requestBody: JsonBody<{ company_id?: string; language?: string }>;
      responses: { 200: JsonResponse<components['schemas']['Session']>; default: Failure };
    };
    delete: { responses: { 204: Empty; default: Failure } };
  };
  '/api/v1/session/activity': { post: { responses: { 204: Empty; default: Failure } } };
  '/api/v1/records/{type}': {
    get: {
      parameters: {
        path: { type: string };
        query?: { q?: string; filter?: string[]; sort?: string; limit?: number; cursor?: string };
      };
      responses: { 200: JsonResponse<components['schemas']['RecordPage']>; default: Failure };
    };
    post: {
      parameters: { path: { type: string } };
      requestBody: JsonBody<{ fields: components['schemas']['Fields'] }>;
      responses: { 201: JsonResponse<components['schemas']['Record']>; default: Failure };
    };
  };
  '/api/v1/records/{type}/{id}': {
    get: {
      parameters: { path: { type: string; id: number } };
      responses: { 200: JsonResponse<components['schemas']['Record']>; default: Failure };
    };
    patch: {
      parameters: { path: { type: string; id: number }; header: { 'If-Match': string } };
      requestBody: JsonBody<{ fields: components['schemas']['Fields'] }>;
      responses: { 200: JsonResponse<components['schemas']['Record']>; default: Failure };
    };
    delete: {
      parameters: { path: { type: string; id: number }; header?: { 'If-Match'?: string } };
      responses: { 204: Empty; default: Failure };
    };
  };
  '/api/v1/sync/status': {
    get: { responses: { 200: JsonResponse<components['schemas']['SyncStatus']>; default: Failure } };
  };
  '/api/v1/sync/conflicts': {
    get: {
      parameters: { query?: { limit?: number; cursor?: string } };
      responses: { 200: JsonResponse<components['schemas']['ConflictPage']>; default: Failure };
    };
  };
  '/api/v1/sync/conflicts/{id}/put_back': {
    post: {
      parameters: { path: { id: string } };
      responses: { 200: JsonResponse<components['schemas']['Record']>; default: Failure };
    };
  };
  '/api/v1/sync/rounds': {
    get: {
      parameters: { query?: { limit?: number } };
      responses: { 200: JsonResponse<components['schemas']['RoundList']>; default: Failure };
    };
  };
}

interface JsonResponse<Body> {
  content: { 'application/json': Body };
}
interface JsonBody<Body> {
  content: { 'application/json': Body };
}
interface Empty {
  content?: never;
}
type Failure = JsonResponse<components['schemas']['Failure']>;

export interface components {
  schemas: {
    FieldValue: string | number | boolean | null;
    Fields: { [name: string]: components['schemas']['FieldValue'] };
    Record: {
      id: number;
      type: string;
      etag: string;
      created_at: string;
      created_by: string;
      changed_at: string;
      changed_by: string;
      fields: components['schemas']['Fields'];
    };
    RecordPage: {
      records: components['schemas']['Record'][];
      next_cursor: string | null;
      total: number;
      // Names of the records that these refer to: type, id, name.
      references?: { [type: string]: { [id: string]: string } };
    };
    Company: { id: string; name: string; role: 'super_user' | 'member' };
    Person: { id: string; email: string; name: string; language: string };
    Session: {
      person: components['schemas']['Person'];
      companies: components['schemas']['Company'][];
      company: components['schemas']['Company'] | null;
      csrf_token: string;
      idle_timeout_seconds: number;
      idle_seconds_left: number;
    };
    SyncStatus: {
      state:
        | 'synchronised'
        | 'catching_up'
        | 'office_unreachable'
        | 'never'
        | 'needs_resync'
        | 'disconnected';
      since: string;
      last_round_at: string | null;
      office_computer: string | null;
      interval_seconds: number;
      pending_here: number;
      message: string | null;
    };
    Conflict: {
      id: string;
      round: number;
      kind:
        | 'same_field'
        | 'delete_update'
        | 'update_delete'
        | 'child_of_deleted'
        | 'renumber'
        | 'reference'
        | 'refused';
      type: string;
      record_id: number;
      record_name: string | null;
      field: string | null;
      winner: 'office' | 'online';
      winning_value: components['schemas']['FieldValue'];
      losing_value: components['schemas']['FieldValue'];
      winning_by: string | null;
      losing_by: string | null;
      winning_at: string | null;
      losing_at: string | null;
      detected_at: string;
      how: string;
      losing_image: components['schemas']['Fields'] | null;
      put_back_at: string | null;
    };
    ConflictPage: {
      conflicts: components['schemas']['Conflict'][];
      next_cursor: string | null;
    };
    Round: {
      number: number;
      started_at: string;
      ended_at: string | null;
      computer: string;
      up: number;
      down: number;
      conflicts: number;
      result: 'ok' | 'error';
      message: string | null;
    };
    RoundList: { rounds: components['schemas']['Round'][] };
    Problem: { field: string; value: string; message: string };
    Failure: {
      error: {
        code: string;
        message: string;
        problems?: components['schemas']['Problem'][];
        request_id?: string;
      };
      current?: components['schemas']['Record'];
    };
  };
}
