import { apiQuery } from '../../../api/query.ts'

export const networksQuery = (id: number) => apiQuery('networkList', { id })
export const leasesQuery = (id: number, network: string) =>
  apiQuery('networkLeases', { id, network })
