// What threads load of the room of sweeps when it is first asked; see graphql-handlers.ts.
export { sweepReads, sweepWrites } from '#host/sweeps';
