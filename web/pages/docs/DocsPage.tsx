import { Outlet, useParams } from 'react-router'
import { openApiPath } from '../../../contract/root.ts'
import { usePageTitle } from '../../hooks/use-page-title.ts'
import { buttonClass } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { cx } from '../../util/cx.ts'
import styles from './DocsPage.module.css'
import { EndpointNav } from './EndpointNav.tsx'
import { findEntry } from './endpoint-groups.ts'

/** `/docs`: every endpoint of the API, with the lines that call it. */
export function Component() {
  const { name } = useParams()
  const entry = findEntry(name)
  usePageTitle(entry ? `${entry.title}, API` : 'API documentation')
  return (
    <>
      <PageHeader
        title="API documentation"
        actions={
          <a className={buttonClass('neutral')} href={openApiPath}>
            OpenAPI 3.1
          </a>
        }
      />
      <div className={cx(styles.page, name !== undefined && styles.chosen)}>
        <EndpointNav />
        <div className={styles.content}>
          <Card>
            <Outlet />
          </Card>
        </div>
      </div>
    </>
  )
}
