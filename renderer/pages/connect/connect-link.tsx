import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { Button } from '#ui/widgets';
import { strings } from '../strings.ts';

/** From where nothing has been logged yet to the lines for a script. */
export function ConnectLink(): ReactElement {
  return (
    <Link href="/connect" asChild>
      <Button kind="primary">{strings.connectScript}</Button>
    </Link>
  );
}
