export default {
  title: "Unnoise in VitePress",
  head: [["link", { rel: "icon", href: "data:," }]],
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith("unnoise-") } } },
  vite: { optimizeDeps: { exclude: ["unnoise"] } },
};
