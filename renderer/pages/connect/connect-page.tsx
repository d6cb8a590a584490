import type { ReactElement } from 'react';
import { cx } from '#ui/widgets';
import page from '../page.module.css';
import { strings } from '../strings.ts';
import { ConnectGuide } from './connect-guide.tsx';

/** `/connect` */
export function ConnectPage(): ReactElement {
  return (
    <div className={cx(page.page, page.narrow)}>
      <h1 className={page.title}>{strings.welcome}</h1>
      <p className={page.lead}>{strings.welcomeText}</p>
      <ConnectGuide isFirst={false} />
    </div>
  );
}
