// A link out of the page that looks like its main button: what it leads to is loaded anew.
import type { ReactNode } from 'react';
import { Button } from '@mantine/core';

export function ButtonAnchor({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Button component="a" href={href} fullWidth size="md">
      {children}
    </Button>
  );
}
