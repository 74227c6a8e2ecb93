import { useDeferredValue } from 'react'
import { NavLink, useNavigate, useSearchParams } from 'react-router'
import { useTypedSearch } from '../../table/use-typed-search.ts'
import { SearchInput } from '../../ui/Input.tsx'
import styles from './DocsPage.module.css'
import { findGroups } from './endpoint-groups.ts'

/** The current one in view, in a list longer than the window. */
const reveal = (nav: HTMLElement | null) =>
  nav?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })

/** Search and list; the search is kept in the address. */
export function EndpointNav() {
  const [params, setParams] = useSearchParams()
  const navigate = useNavigate()
  const search = useTypedSearch(params.get('q') ?? '', (text) =>
    setParams(text === '' ? {} : { q: text }, { replace: true, preventScrollReset: true }),
  )
  const groups = findGroups(useDeferredValue(search.typed))
  const first = groups[0]?.entries[0]
  const query = search.typed === '' ? '' : `?${new URLSearchParams({ q: search.typed })}`
  return (
    <div className={styles.side}>
      <search>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (!first) return
            search.stop()
            void navigate({ pathname: `/docs/${first.name}`, search: query })
          }}
        >
          <SearchInput label="Search endpoints" value={search.typed} onChange={search.type} />
        </form>
      </search>
      <nav ref={reveal} className={styles.nav} aria-label="Endpoints">
        {/* On a phone it is further down this very page. */}
        <NavLink
          className={styles.start ?? ''}
          to={`/docs${query}#start`}
          end
          onClick={search.stop}
        >
          Log in, send, refusals
        </NavLink>
        {groups.map(({ title, entries }) => (
          <section key={title}>
            <h2 className={styles.group}>{title}</h2>
            <ul>
              {entries.map(({ name, endpoint, title: text }) => (
                <li key={name}>
                  <NavLink
                    className={styles.entry ?? ''}
                    to={`/docs/${name}${query}`}
                    onClick={search.stop}
                  >
                    <span className={styles.method}>{endpoint.method}</span>
                    <span>{text}</span>
                  </NavLink>
                </li>
              ))}
            </ul>
          </section>
        ))}
        <output className={groups.length === 0 ? styles.none : 'visually-hidden'}>
          {groups.length === 0 ? 'No endpoint has all of these words.' : ''}
        </output>
      </nav>
    </div>
  )
}
