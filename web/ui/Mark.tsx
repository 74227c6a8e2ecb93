/** Our mark: a yard of three stacked pods. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <rect x="7" y="2.5" width="10" height="6" rx="3" fill="#8fe0b3" />
      <rect x="4.5" y="9.5" width="15" height="6" rx="3" fill="#58c98b" />
      <rect x="2" y="16.5" width="20" height="6" rx="3" fill="#2f9a61" />
      <circle cx="10" cy="5.5" r="1" fill="#0e2a1b" />
      <circle cx="7.5" cy="12.5" r="1" fill="#0e2a1b" />
      <circle cx="5" cy="19.5" r="1" fill="#0e2a1b" />
    </svg>
  )
}
