/** What the product must reach. Ratios are ours / alternative, both measured in one run. */

import type { Budget } from '../judge.ts'

/** Large: for this many machines. */
export const largest = 500

export const budgets = {
  discoveryTrips: {
    about: 'discovery on an open connection, any size',
    unit: 'round trips',
    limit: { exactly: 2 },
  },
  refreshTrips: {
    about: 'state refresh on an open connection, any size',
    unit: 'round trips',
    limit: { exactly: 1 },
  },
  coldUnix: {
    about: `cold, ${largest} machines, unix: of the C library in bulk`,
    unit: 'ratio',
    limit: { atMost: 0.65 },
  },
  coldSsh: {
    about: `cold, ${largest} machines, SSH: of the C library in bulk`,
    unit: 'ratio',
    limit: { atMost: 0.35 },
  },
  coldFar: {
    about: `cold, ${largest} machines, SSH + 20 ms: of the C library in bulk`,
    unit: 'ratio',
    limit: { atMost: 0.05 },
  },
  againstVirsh: {
    about: `cold, ${largest} machines, SSH: faster than virsh per command`,
    unit: 'times',
    limit: { atLeast: 1_000 },
  },
  coldTrips: {
    about: 'cold over SSH + 20 ms, effective, any size',
    unit: 'round trips',
    limit: { atMost: 22 },
  },
  refreshFarTrips: {
    about: 'state refresh over SSH + 20 ms, effective, any size',
    unit: 'round trips',
    limit: { atMost: 2 },
  },
  event: {
    about: 'from a change to its lifecycle event, median',
    unit: 'ms',
    limit: { atMost: 10 },
  },
  killed: {
    about: 'from the death of libvirtd to knowing it, longest',
    unit: 'ms',
    limit: { atMost: 100 },
  },
  silent: {
    about: 'from the silence of libvirtd to knowing it, keepalive 200 ms of 1 s, longest',
    unit: 'ms',
    limit: { atMost: 1_200 },
  },
  upload: {
    about: 'upload over SSH: MB/s of those of virsh vol-upload',
    unit: 'ratio',
    limit: { atLeast: 1 },
  },
  besideUpload: {
    about: 'a state refresh beside an upload, median',
    unit: 'ms',
    limit: { atMost: 100 },
  },
  memory: {
    about: 'resident per idle SSH connection, at 200',
    unit: 'kB',
    limit: { atMost: 150 },
  },
  fleetCold: {
    about: '50 hosts of 100 machines cold over SSH + 20 ms',
    unit: 'ms',
    limit: { atMost: 3_000 },
  },
  fleetRefresh: {
    about: '50 hosts of 100 machines refreshed over SSH + 20 ms',
    unit: 'ms',
    limit: { atMost: 300 },
  },
  blocked: {
    about: `event loop blocked while ${largest} machines are read, longest`,
    unit: 'ms',
    limit: { atMost: 50 },
  },
} as const satisfies Record<string, Budget>

export type Figure = { budget: keyof typeof budgets; value: number }
