/** A module by its address, as it lies there: the comments tell bundlers that there is nothing for them to find. @param {string} address @returns {Promise<any>} */
export const importFrom = (address) => import(/* webpackIgnore: true */ /* @vite-ignore */ address);
