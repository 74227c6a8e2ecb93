import { apiQuery } from '../../api/query.ts'

/** Zones and resource pools are both groups of pods and machines. */
export const zonesQuery = apiQuery('zoneList')
export const resourcePoolsQuery = apiQuery('resourcePoolList')
export const podsQuery = apiQuery('podList')
/** How many machines are in each; the machines themselves may be many thousands. */
export const machineCountsQuery = apiQuery('machineFacets')
