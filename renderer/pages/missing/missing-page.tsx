import { Compass } from 'lucide-react';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { Button, EmptyState } from '#ui/widgets';
import { strings } from '../strings.ts';

/** Any address that leads nowhere. */
export function MissingPage({ pathname }: { readonly pathname: string }): ReactElement {
  return (
    <EmptyState
      isPage
      title={strings.missingTitle}
      icon={<Compass size={28} aria-hidden />}
      actions={
        <Link href="/" asChild>
          <Button kind="primary">{strings.goHome}</Button>
        </Link>
      }
    >
      <p>
        <code>{pathname}</code>
      </p>
      <p>{strings.missingText}</p>
    </EmptyState>
  );
}
