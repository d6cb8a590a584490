import type { ReactElement } from 'react';
import type { ProjectPath } from '#shared/units';
import { useArtifact, useArtifactFiles, useArtifacts, useArtifactVersions } from '#ui/data';
import { Select } from '#ui/widgets';
import { FormRow } from '../../../frame/settings-form.tsx';
import { tableFilesIn, tableName, type ArtifactPlace } from '../artifact-place.ts';
import { strings } from '../strings.ts';

/** So many versions are offered, the newest; a pinned one is in any case. */
const OFFERED = 100;

export interface ArtifactRowsProps {
  readonly project: ProjectPath;
  readonly place: ArtifactPlace;
  readonly onPlace: (place: ArtifactPlace) => void;
}

/** Which artifact, which of its versions, and which table there. */
export function ArtifactRows({ project, place, onPlace }: ArtifactRowsProps): ReactElement {
  const list = useArtifacts(project);
  const { collection } = place;
  const names = (list.data ?? []).map(({ name, type }) => ({ value: name, label: `${name} · ${type}` }));
  const isKnown = collection === '' || names.some(({ value }) => value === collection);
  const options = [
    ...(collection === ''
      ? [{ value: '', label: names.length === 0 && list.isSuccess ? strings.noArtifacts : strings.chooseArtifact }]
      : []),
    ...(isKnown ? [] : [{ value: collection, label: collection }]),
    ...names,
  ];
  return (
    <>
      <FormRow label={strings.artifact}>
        <Select
          label={strings.artifact}
          size="small"
          options={options}
          value={collection}
          onValue={(next) => onPlace({ collection: next, version: 'latest', file: '' })}
        />
      </FormRow>
      {collection === '' ? undefined : <VersionRows project={project} place={place} onPlace={onPlace} />}
    </>
  );
}

function VersionRows({ project, place, onPlace }: ArtifactRowsProps): ReactElement {
  const { collection, version, file } = place;
  const found = useArtifact({ project, collection, version });
  const id = found.data?.version.id;
  const files = useArtifactFiles({ project, collection, version }, id ?? '', id !== undefined);
  const versions = useArtifactVersions({ project, collection }, '', [0, OFFERED]);
  const tables = tableFilesIn(files.data?.files ?? []);
  const listed = Array.from({ length: Math.min(versions.total ?? 0, OFFERED) }, (_, i) => versions.rowAt(i)).flatMap(
    (row) => (row === undefined ? [] : [row]),
  );
  const aliases = [...new Set(['latest', ...listed.flatMap((row) => row.aliases)])];
  const offered = [
    ...aliases.map((alias) => ({ value: alias, label: alias === 'latest' ? strings.latest : strings.alias(alias) })),
    ...listed.map((row) => ({ value: `v${row.version}`, label: `v${row.version}` })),
  ];
  const shown = file === '' ? (tables[0] ?? '') : file;
  const choices = shown === '' || tables.includes(shown) ? tables : [shown, ...tables];
  return (
    <>
      <FormRow label={strings.version}>
        <Select
          label={strings.version}
          size="small"
          options={
            offered.some(({ value }) => value === version) ? offered : [{ value: version, label: version }, ...offered]
          }
          value={version}
          onValue={(next) => onPlace({ ...place, version: next })}
        />
      </FormRow>
      <FormRow label={strings.table}>
        <Select
          label={strings.table}
          size="small"
          options={
            choices.length === 0
              ? [{ value: '', label: files.isSuccess ? strings.noTablesHere : strings.loading }]
              : choices.map((path) => ({ value: path, label: tableName(path) }))
          }
          value={shown}
          onValue={(next) => onPlace({ ...place, file: next })}
        />
      </FormRow>
    </>
  );
}
