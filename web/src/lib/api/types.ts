// Short names for the schemas of the REST interface.
import type { components, paths } from '@/generated/api';

export type Schemas = components['schemas'];
// The registers by name, in addresses.
export type Register = paths['/api/v1/records/{type}']['get']['parameters']['path']['type'];
export type FieldValue = Schemas['FieldValue'];
export type Fields = Schemas['Fields'];
export type TuskRecord = Schemas['Record'];
export type RecordPage = Schemas['RecordPage'];
export type Session = Schemas['Session'];
export type SecondStep = Schemas['SecondStep'];
export type Account = Schemas['Account'];
export type SecondFactor = Schemas['SecondFactor'];
export type OwnSession = Schemas['OwnSession'];
export type KnownBrowser = Schemas['KnownBrowser'];
export type Passkey = Schemas['Passkey'];
export type Passkeys = Schemas['Passkeys'];
export type RecoveryCodes = Schemas['RecoveryCodes'];
export type CompanySettings = Schemas['CompanySettings'];
export type Company = Schemas['Company'];
export type AuthorizationState = Schemas['AuthorizationState'];
export type OfficeTask = Schemas['OfficeTask'];
export type SyncStatus = Schemas['SyncStatus'];
export type Conflict = Schemas['Conflict'];
export type Round = Schemas['Round'];
export type Audit = Schemas['Audit'];
export type SyncProblem = Schemas['SyncProblem'];
export type Problem = Schemas['FieldProblem'];
