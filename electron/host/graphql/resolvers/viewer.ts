import { prepared, readSettings } from '#host/store';
import { encodeId } from '../ids.ts';
import type { ResolverMap, Scope } from '../scope.ts';
import { pageFrom } from '../wire.ts';

/**
 * What the client may use beyond its basic set (names of its own enum). Only what works here is on; the client asks
 * for none of the rest then. Source: protocol of the client, server features.
 */
const FEATURES: readonly string[] = [
  'USE_ARTIFACT_WITH_ENTITY_AND_PROJECT_INFORMATION',
  'ARTIFACT_MEMBERSHIP_IN_LINK_ARTIFACT_RESPONSE',
  'TOTAL_COUNT_IN_FILE_CONNECTION',
  'ARTIFACT_COLLECTIONS_FILTERING_SORTING',
];

/** Oldest client that we say is good enough; lower than any that is in use. */
const OLDEST_CLIENT = '0.9.0';

interface EntityNode {
  readonly name: string;
}

interface UserNode {
  readonly username: string;
}

export const viewerResolvers: ResolverMap = {
  Query: {
    viewer: (_: unknown, __: unknown, scope): UserNode => ({ username: scope.request.username }),
    serverInfo: () => ({}),
    entity: (_: unknown, args: { name?: string | null }, scope): EntityNode | null => {
      const name = args.name ?? scope.request.username;
      return entityNames(scope).includes(name) ? { name } : null;
    },
    users: (_: unknown, args: { query?: string | null }, scope) => {
      const { username } = scope.request;
      const isMe = args.query === undefined || args.query === null || args.query === username;
      return pageFrom(isMe ? [{ username }] : [], {});
    },
    // There are no organizations here; null is how the client learns it.
    organization: () => null,
  },
  ServerInfo: {
    features: () => FEATURES.map((name) => ({ name, isEnabled: true })),
    // Each client is told that it is the newest: a higher number makes it ask for an update, a lower one for a downgrade.
    cliVersionInfo: (_: unknown, __: unknown, scope) => ({
      max_cli_version: scope.request.clientVersion ?? OLDEST_CLIENT,
      min_cli_version: OLDEST_CLIENT,
    }),
    latestLocalVersionInfo: (_: unknown, __: unknown, scope) => ({
      outOfDate: false,
      latestVersionString: scope.request.hostVersion,
      versionOnThisInstanceString: scope.request.hostVersion,
    }),
  },
  User: {
    id: (user: UserNode) => encodeId('User', 1, user.username),
    name: (user: UserNode) => user.username,
    email: () => '',
    admin: () => false,
    flags: (_: unknown, __: unknown, scope) => viewerFlags(scope),
    entity: (user: UserNode) => user.username,
    // Never the key itself: whoever may ask has it already.
    apiKeys: () => ({ edges: [] }),
    teams: (_: unknown, __: unknown, scope) => ({ edges: entityNames(scope).map((name) => ({ node: { name } })) }),
    organizations: () => [],
  },
  Entity: {
    id: (entity: EntityNode) => encodeId('Entity', 1, entity.name),
    available: () => false,
    readOnly: () => false,
    readOnlyAdmin: () => false,
    isTeam: () => false,
    defaultAccess: () => 'PRIVATE',
    entityType: () => 'user',
    privateOnly: () => false,
    storageBytes: (_: unknown, __: unknown, scope) => storageBytes(scope),
    codeSavingEnabled: (_: unknown, __: unknown, scope) => readSettings(scope.db).isCodeSavingEnabled ?? false,
    isPaid: () => false,
    members: (_: unknown, __: unknown, scope) => {
      const { username } = scope.request;
      return [
        {
          id: encodeId('User', 1, username),
          username,
          name: username,
          admin: true,
          pending: false,
          accountType: 'USER',
        },
      ];
    },
    user: (_: unknown, __: unknown, scope): UserNode => ({ username: scope.request.username }),
    xxhashDigestsEnabled: () => false,
  },
};

/** Every entity with a project, and the one of who asks; sorted. */
function entityNames(scope: Scope): string[] {
  const rows = prepared(scope.db, "SELECT name FROM entities WHERE name <> ''").all() as { name: string }[];
  return [...new Set([...rows.map((row) => row.name), scope.request.username])].sort();
}

function storageBytes(scope: Scope): number {
  const sql = 'SELECT coalesce(sum(size_bytes), 0) AS total FROM blobs';
  return (prepared(scope.db, sql).get() as { total: number }).total;
}

/** The client takes its default of saving code from here; without the member the script's own choice counts. */
function viewerFlags(scope: Scope): string {
  const { isCodeSavingEnabled } = readSettings(scope.db);
  return JSON.stringify(isCodeSavingEnabled === undefined ? {} : { code_saving_enabled: isCodeSavingEnabled });
}
