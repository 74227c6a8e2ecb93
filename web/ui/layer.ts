import { createContext, use } from 'react'

/**
 * Where menus and tooltips are put. Everything outside an open modal dialog is inert,
 * so what opens inside of one must live inside of it; the frame puts all else into the page's content.
 */
export const LayerContext = createContext<HTMLElement | null>(null)

export const useLayer = () => use(LayerContext) ?? undefined
