// System fonts: none is fetched from another host.
Redoc.init('/openapi.json', {
  hideLoading: true,
  theme: { typography: { fontFamily: 'system-ui, sans-serif', headings: { fontFamily: 'system-ui, sans-serif' } } },
}, document.getElementById('redoc'));
