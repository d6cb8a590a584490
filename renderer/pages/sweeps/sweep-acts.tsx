import { Ban, CircleStop, Ellipsis, Pause, Play, Trash2 } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useLocation } from 'wouter';
import type { SweepState, SweepSummary } from '#shared/api';
import { asProblem } from '#shared/errors';
import { projectHref } from '#shared/units';
import { useDeleteSweep, useSetSweepState } from '#ui/data';
import { Button, ConfirmDialog, IconButton, Menu, showToast, type MenuEntry } from '#ui/widgets';
import { strings } from './strings.ts';

/** What can be done with a sweep: pause or resume and stop as buttons, the rest in a menu. */
export function SweepActs({ sweep }: { readonly sweep: SweepSummary }): ReactElement {
  const [asking, setAsking] = useState<'cancel' | 'remove' | undefined>(undefined);
  const [, navigate] = useLocation();
  const change = useSetSweepState(sweep.project);
  const remove = useDeleteSweep(sweep.project);
  const fail = (error: unknown): void =>
    showToast(strings.actFailed, { text: asProblem(error).message, kind: 'error' });
  const set = (state: SweepState): void => change.mutate({ name: sweep.name, state }, { onError: fail });
  const isOpen = sweep.state === 'RUNNING' || sweep.state === 'PAUSED' || sweep.state === 'PENDING';
  const isPausable = sweep.state === 'RUNNING' || sweep.state === 'PENDING';
  const entries: MenuEntry[] = [
    ...(isOpen || sweep.state === 'FINISHED'
      ? [
          {
            kind: 'action' as const,
            label: strings.cancel,
            note: strings.cancelNote,
            icon: <Ban size={14} aria-hidden />,
            run: () => setAsking('cancel'),
          },
        ]
      : []),
    {
      kind: 'action',
      label: strings.remove,
      icon: <Trash2 size={14} aria-hidden />,
      run: () => setAsking('remove'),
    },
  ];
  return (
    <>
      {isPausable ? (
        <Button icon={<Pause size={14} aria-hidden />} onClick={() => set('PAUSED')}>
          {strings.pause}
        </Button>
      ) : undefined}
      {sweep.state === 'PAUSED' || sweep.state === 'FINISHED' ? (
        <Button icon={<Play size={14} aria-hidden />} onClick={() => set('RUNNING')}>
          {strings.resume}
        </Button>
      ) : undefined}
      {isOpen ? (
        <Button icon={<CircleStop size={14} aria-hidden />} title={strings.stopNote} onClick={() => set('FINISHED')}>
          {strings.stop}
        </Button>
      ) : undefined}
      <Menu
        align="end"
        trigger={
          <IconButton label={strings.more}>
            <Ellipsis size={16} aria-hidden />
          </IconButton>
        }
        entries={entries}
      />
      <ConfirmDialog
        isOpen={asking === 'cancel'}
        onClose={() => setAsking(undefined)}
        title={strings.cancelTitle}
        action={strings.cancelAct}
        isDanger
        onConfirm={() => set('CANCELED')}
      >
        {strings.cancelText}
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={asking === 'remove'}
        onClose={() => setAsking(undefined)}
        title={strings.removeTitle}
        action={strings.removeAct}
        isDanger
        onConfirm={() =>
          remove.mutate(sweep.name, {
            onError: fail,
            onSuccess: () => navigate(`${projectHref(sweep.project)}/sweeps`),
          })
        }
      >
        {strings.removeText}
      </ConfirmDialog>
    </>
  );
}
