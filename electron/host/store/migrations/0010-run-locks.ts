/** 1: a person locked the run, so that it is neither deleted nor moved until it is unlocked. */
export const SQL = `
ALTER TABLE runs ADD COLUMN locked INTEGER NOT NULL DEFAULT 0;
`;
