// The component library's defaults; colours are in components/theme.css.
import { Button, createTheme, Menu, Modal, Select } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'teal',
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    Menu: Menu.extend({
      defaultProps: { position: 'bottom-end', offset: 4, transitionProps: { duration: 80 } },
    }),
    // Locking the scroll would write a style element, which the page does not allow. The page has one
    // banner; the head of a dialogue is not another.
    Modal: Modal.extend({
      defaultProps: {
        attributes: { header: { role: 'presentation' } },
        lockScroll: false,
        centered: true,
        transitionProps: { duration: 100 },
      },
    }),
    Select: Select.extend({
      defaultProps: {
        withScrollArea: false,
        checkIconPosition: 'right',
        comboboxProps: { transitionProps: { duration: 60 } },
      },
    }),
  },
});
