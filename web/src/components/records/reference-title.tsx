// The name of a record of another register.
import { use_title } from '@/lib/records/hooks';

export function ReferenceTitle({ type, id }: { type: string; id: number | null }) {
  return <>{use_title(type, id)}</>;
}
