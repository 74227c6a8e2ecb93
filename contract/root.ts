export const root = '/MAAS/'
export const apiRoot = `${root}api/2.0/`
export const streamPath = `${apiRoot}stream/`
export const openApiPath = `${apiRoot}openapi.json`

export const at = <T extends string>(path: T) => `${apiRoot}${path}` as const
