import type { Action, Description } from '../../contract/describe.ts'

const action = (
  name: string,
  method: Action['method'],
  op: string | null,
  doc: string | null,
): Action => ({
  name,
  method,
  op,
  restful: op === null,
  // As servers do, whatever the type hopes for.
  doc: doc as string,
})

/** A server that is not ours: behind a proxy it gives addresses that nobody outside can reach. */
export const foreignDescription: Description = {
  doc: 'An API',
  hash: 'abc',
  handlers: ['AnonFilesHandler', 'FilesHandler', 'BoxHandler', 'BoxesHandler'],
  resources: [
    {
      name: 'FilesHandler',
      anon: {
        name: 'AnonFilesHandler',
        doc: 'Files without a login.',
        path: '/MAAS/api/2.0/files/',
        uri: 'http://10.0.0.1:5240/MAAS/api/2.0/files/',
        params: [],
        actions: [action('get_by_key', 'GET', 'get_by_key', 'Read by key')],
      },
      auth: {
        name: 'FilesHandler',
        doc: 'Files.',
        path: '/MAAS/api/2.0/files/',
        uri: 'http://10.0.0.1:5240/MAAS/api/2.0/files/',
        params: [],
        actions: [action('read', 'GET', null, 'List files')],
      },
    },
    {
      name: 'BoxHandler',
      anon: null,
      auth: {
        name: 'BoxHandler',
        doc: 'One box.\n\nWith a lid.',
        path: '/MAAS/api/2.0/boxes/{shelf}/{id}/',
        uri: 'http://10.0.0.1:5240/MAAS/api/2.0/boxes/{shelf}/{id}/',
        params: ['shelf', 'id'],
        actions: [
          action('read', 'GET', null, 'Read a box'),
          action(
            'update',
            'PUT',
            null,
            'Change a box\n\n:param colour: Optional. What it is painted in.\n:type colour: String\n:param size: Required. Litres.\n:type size: Int',
          ),
          action('add_tag', 'POST', 'add_tag', 'Tag a box\n\n:param tag: Required. The tag.'),
          action('delete', 'DELETE', null, null),
        ],
      },
    },
    {
      name: 'BoxesHandler',
      anon: null,
      auth: {
        name: 'BoxesHandler',
        doc: 'All boxes.',
        path: '/MAAS/api/2.0/boxes/',
        uri: 'http://10.0.0.1:5240/MAAS/api/2.0/boxes/',
        params: [],
        actions: [
          action('read', 'GET', null, 'List boxes'),
          action('create', 'POST', null, 'Make a box'),
        ],
      },
    },
  ],
}
