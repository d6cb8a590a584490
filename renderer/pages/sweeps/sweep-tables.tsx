import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { ApiValue, SweepDetail, SweepTrialInfo } from '#shared/api';
import { formatDuration, formatNumber, runHref } from '#shared/units';
import { StateIcon } from '#ui/widgets';
import { exactTime, timeAgo } from '../time.ts';
import { influenceOf, type Influence } from './influence.ts';
import { strings } from './strings.ts';
import styles from './sweep-tables.module.css';

/** Each parameter: where it is searched, what the best run has, and how far the metric follows it. */
export function ParameterTable({ sweep }: { readonly sweep: SweepDetail }): ReactElement {
  const best = sweep.trials.find((trial) => trial.run === sweep.summary.best?.run);
  return (
    <div className={styles.scroll} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{strings.parameter}</th>
            <th>{strings.search}</th>
            <th className={styles.figure}>{strings.bestValue}</th>
            <th className={styles.figure} title={strings.influenceNote}>
              {strings.influence}
            </th>
          </tr>
        </thead>
        <tbody>
          {sweep.parameters.map((parameter, i) => (
            <tr key={parameter.key}>
              <th scope="row" className={styles.key}>
                {parameter.key}
              </th>
              <td>
                <span className={styles.words}>{parameter.text}</span>
                <span className={styles.kind}>{parameter.distribution}</span>
              </td>
              <td className={styles.figure}>{valueText(best?.values[i])}</td>
              <td className={styles.figure}>
                <InfluenceBar influence={influenceOf(parameter, i, sweep.trials)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function InfluenceBar({ influence }: { readonly influence: Influence | undefined }): ReactElement {
  if (influence === undefined) return <span className={styles.quiet}>{strings.none}</span>;
  const sign = influence.sign === 0 ? '' : influence.sign > 0 ? '+' : '−';
  return (
    <span className={styles.influence}>
      <span className={styles.track} aria-hidden>
        <span
          className={styles.fill}
          data-sign={influence.sign}
          style={{ width: `${Math.round(influence.share * 100)}%` }}
        />
      </span>
      <span className={styles.figure}>{`${sign}${influence.share.toFixed(2)}`}</span>
    </span>
  );
}

/** The runs that were handed out, newest first, with their parameters. */
export function TrialTable({ sweep }: { readonly sweep: SweepDetail }): ReactElement {
  const metric = sweep.summary.metric?.name;
  if (sweep.trials.length === 0) return <p className={styles.none}>{strings.noRuns}</p>;
  return (
    <div className={styles.scroll} data-tall="" tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{strings.run}</th>
            {metric === undefined ? undefined : <th className={styles.figure}>{metric}</th>}
            {sweep.parameters.map(({ key }) => (
              <th key={key} className={styles.figure}>
                {key}
              </th>
            ))}
            <th className={styles.figure}>{strings.duration}</th>
          </tr>
        </thead>
        <tbody>
          {[...sweep.trials].reverse().map((trial) => (
            <TrialRow key={trial.run} sweep={sweep} trial={trial} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TrialRow({ sweep, trial }: { readonly sweep: SweepDetail; readonly trial: SweepTrialInfo }): ReactElement {
  const { metric, best, project } = sweep.summary;
  const isBest = best?.run === trial.run;
  return (
    <tr data-best={isBest ? '' : undefined}>
      <th scope="row" className={styles.run}>
        {trial.state === undefined ? (
          <span className={styles.quiet}>{`${trial.displayName} (${strings.deleted.toLowerCase()})`}</span>
        ) : (
          <span className={styles.runName} title={trial.stopReason ?? trial.stateReason}>
            <StateIcon state={trial.state} />
            <Link href={runHref({ ...project, run: trial.run })}>{trial.displayName}</Link>
            {trial.isPrior ? <span className={styles.kind}>{strings.earlier}</span> : undefined}
          </span>
        )}
      </th>
      {metric === undefined ? undefined : (
        <td className={styles.figure}>{trial.value === undefined ? strings.none : formatNumber(trial.value, 5)}</td>
      )}
      {sweep.parameters.map(({ key }, i) => (
        <td key={key} className={styles.figure}>
          {valueText(trial.values[i])}
        </td>
      ))}
      <td className={styles.figure}>{trial.durationS === 0 ? strings.none : formatDuration(trial.durationS * 1000)}</td>
    </tr>
  );
}

/** The agents in the order in which they came. */
export function AgentTable({ sweep, now }: { readonly sweep: SweepDetail; readonly now: number }): ReactElement {
  if (sweep.agents.length === 0) return <p className={styles.none}>{strings.noAgents}</p>;
  const nameOf = new Map(sweep.trials.map((trial) => [trial.run, trial.displayName]));
  return (
    <ul className={styles.agents}>
      {sweep.agents.map((agent) => (
        <li key={agent.name} className={styles.agent} data-state={agent.state}>
          <span className={styles.lamp} aria-hidden />
          <span className={styles.agentName}>{agent.host}</span>
          <span className={styles.kind}>{agent.name}</span>
          <span className={styles.spring} />
          <span>{strings.agentStates[agent.state]}</span>
          <span className={styles.agentFacts}>
            {agent.run === undefined ? (
              `${agent.runCount} ${strings.runs.toLowerCase()}`
            ) : (
              <Link href={runHref({ ...sweep.summary.project, run: agent.run })}>
                {nameOf.get(agent.run) ?? agent.run}
              </Link>
            )}
            <span className={styles.spring} />
            <span title={exactTime(agent.heartbeatAt)}>{timeAgo(agent.heartbeatAt, now)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function valueText(value: ApiValue | undefined): string {
  if (value === undefined) return strings.none;
  if (typeof value === 'number') return formatNumber(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
