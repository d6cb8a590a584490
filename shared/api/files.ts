/** `GET /api/runs/:entity/:project/:run/files`, sorted by name; the bytes are at `GET /files/:entity/:project/:run/<name>`. */
export interface RunFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly mimetype: string;
  readonly updatedAt: number;
  readonly md5: string;
  /** False: announced by the client, bytes not here yet. */
  readonly isUploaded: boolean;
}
