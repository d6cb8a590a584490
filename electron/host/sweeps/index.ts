export { adoptSweep, portableSweeps, type PortableSweep } from './adopt.ts';
export { commandsJson, createAgent, heartbeat, type AgentCommand } from './agents.ts';
export { expectedRuns, type SweepPlan } from './config/plan.ts';
export { sweepReads, sweepWrites } from './handlers.ts';
export { planOf } from './plans.ts';
export { agentState, runsOfAgent, summaryOf } from './read.ts';
export { registerSweepRoutes } from './routes.ts';
export {
  countSweeps,
  findAgent,
  findSweep,
  findSweepById,
  listAgents,
  listSweeps,
  unknownSweep,
  type AgentRow,
  type SweepRow,
} from './rows.ts';
export { startSweepCare } from './tasks.ts';
export { createSweep, faultText, updateSweep, type SweepInput, type UpsertedSweep } from './upsert.ts';
