/** Sweeps: searches over parameters, the agents that run them, and the runs that were handed out. */
export const SQL = `
-- state: PENDING RUNNING PAUSED FINISHED CANCELED. config: the YAML text as it came. seed: all chance of the search.
CREATE TABLE sweeps (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  display_name TEXT,
  description TEXT,
  config TEXT NOT NULL,
  state TEXT NOT NULL,
  seed INTEGER NOT NULL,
  controller_json TEXT,
  scheduler_json TEXT,
  username TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  heartbeat_at INTEGER NOT NULL,
  UNIQUE (project_id, name)
) STRICT;
CREATE INDEX sweeps_by_state ON sweeps (state);

-- name: short, unique within its sweep. exited_at: it was told to end.
CREATE TABLE sweep_agents (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sweep_id INTEGER NOT NULL REFERENCES sweeps (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  host TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  heartbeat_at INTEGER NOT NULL,
  exited_at INTEGER
) STRICT;
CREATE INDEX sweep_agents_by_sweep ON sweep_agents (sweep_id, id);

-- A run of a sweep. state: offered (handed to the agent) taken (the agent says it runs) over, prior (made elsewhere).
-- args_json: {"lr": {"value": 0.1}}, nested. grid_index: its place in the grid. bands_json: best loss at each band of Hyperband passed.
CREATE TABLE sweep_trials (
  id INTEGER PRIMARY KEY,
  sweep_id INTEGER NOT NULL REFERENCES sweeps (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  run_name TEXT NOT NULL,
  args_json TEXT NOT NULL,
  grid_index INTEGER,
  agent_id INTEGER REFERENCES sweep_agents (id) ON DELETE SET NULL,
  state TEXT NOT NULL,
  offers INTEGER NOT NULL DEFAULT 0,
  stop_reason TEXT,
  bands_json TEXT NOT NULL DEFAULT '[]',
  created_at INTEGER NOT NULL,
  UNIQUE (sweep_id, run_name)
) STRICT;
CREATE INDEX sweep_trials_by_number ON sweep_trials (sweep_id, number);
CREATE INDEX sweep_trials_by_agent ON sweep_trials (agent_id, state);
`;
