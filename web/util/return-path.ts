/** Where to go after logging in. Only paths of our own: anything else would be an open redirect. */
export const safeReturnPath = (wanted: string | null) =>
  wanted && /^\/(?![/\\])/.test(wanted) && !wanted.startsWith('/login') ? wanted : '/pods'

/** The login page that leads back to `url`, an address below `basename`. */
export function loginPath(url: string, basename: string): string {
  const { pathname, search } = new URL(url)
  const path = pathname.startsWith(basename) ? pathname.slice(basename.length) : pathname
  const back = path + search
  return back === '' || back === '/' ? '/login' : `/login?return=${encodeURIComponent(back)}`
}
