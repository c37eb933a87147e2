// What stands where there is nothing to show: one sentence that explains, and the next step.
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon';

export interface EmptyStateProps {
  icon: IconName;
  title: string;
  lead?: string;
  children?: ReactNode;
}

export function EmptyState({ icon, title, lead, children }: EmptyStateProps) {
  return (
    <div className="empty">
      <Icon name={icon} size={28} />
      <h2>{title}</h2>
      {lead && <p>{lead}</p>}
      {children}
    </div>
  );
}
