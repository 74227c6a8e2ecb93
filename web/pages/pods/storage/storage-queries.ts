import type { Input } from '../../../../contract/endpoints.ts'
import { apiQuery } from '../../../api/query.ts'

export const storagePoolsQuery = (id: number) => apiQuery('storagePoolList', { id })
export const volumesQuery = (input: Input<'volumeList'>) => apiQuery('volumeList', input)
