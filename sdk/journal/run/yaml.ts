import { stringify } from 'yaml';
import { parseExtended } from '#shared/wire';

/** `config.yaml` as the client writes it: keys sorted, four blanks. Source: protocol 5.1 (yaml.v3 of the core). */
export function configYaml(config: string): string {
  return stringify(parseExtended(config), {
    indent: 4,
    indentSeq: true,
    sortMapEntries: true,
    lineWidth: 0,
    aliasDuplicateObjects: false,
    version: '1.1',
  });
}
