/**
 * One digit of each class from MNIST's test set, which the network was not trained on, as codes of picture-code.js.
 * Made by xtask/src/test-digits.mjs.
 *
 * MNIST is by Y. LeCun, C. Cortes and C. J. C. Burges, <http://yann.lecun.com/exdb/mnist/>, and shared under CC BY-SA 3.0,
 * <https://creativecommons.org/licenses/by-sa/3.0/>; so are these pictures, changed only in their 64 levels of grey.
 */

/** By class; `index` is the place in the test set, from 0. */
export const TEST_DIGITS = [
  { index: 10, code: "A*123.PBKdwddPA*18.Ds968____96VA*16.l___1vsss__8LA*14.L6_4QHDAAAg-_rEA*13.O__aA*7.h-_TA*13.Q_nA*9.3_nA*13.w_ZA*9.l_1A*12.I27OA*9.V_1A*12.f_qA*10.V_1A*12.17PA*10.V_1A*12.1xA*11.V_1A*11.D2xA*11.V_1A*11.Y_xA*11.o_0A*11.Y_xA*10.N7_TA*11.Y_xA*9.Np_wBA*11.Q8xA*8.Bp_4OA*13.11FA*5.Lmy__QA*14.1_ys*5.6__6nCA*14.Uz_*7.-6eA*17.G0_*5.maA*123." },
  { index: 5, code: "A*156.T_aBA*23.F4__CA*23.U__pA*23.Cy__SA*23.N__-A*24.h__sA*24.w_9MA*23.O__7A*24.b__hA*24.o_7HA*23.P-_3A*24.U__mA*24.o_7NA*23.H-_0A*24.V__gA*24.a_6FA*24.r_yBA*23.B0_wA*24.Bn_oA*25.GnaA*98." },
  { index: 35, code: "A*124.Jfv2___8NA*18.y-_*7.-6A*15.W8-_4jMDDDa__bA*13.X4_pcDA*5.E0_dA*12.W7_qHA*8.l_dA*11.Y-2MBA*9.l_dA*11.c_cA*10.Ct8EA*11.FLBA*10.R_7A*24.H69aA*23.Ln_hA*23.Dv_yHA*22.Dn_9TA*22.Dn_yRA*22.Dn_4SA*18.HIIjou_4JA*17.DU8_*7.uRGAAFnTA*9.Uw_*5.96p9__7lSkaNA*8.C9_*5.8aAAa8___9oA*10.O-___9hFAAAAFdttMA*12.eerhEA*130." },
  { index: 30, code: "A*175.Fcw_*5.qUA*18.t_-_-_-_-8KA*17.y_6tZyy6__lA*17.UlMAAAKw-_bA*22.D1__yA*22.e1-_-UA*21.N____lFA*21.C0_-_53eUA*21.e3_*5.SA*21.FMg1-_vA*24.Fo__ZA*23.Fy_-PA*23.h__WA*22.Fj_-6HA*21.K1__1A*22.o8_-qCA*18.Drr___3UA*20.h-_-_qFA*21.m_8yUA*23.XveA*73." },
  { index: 19, code: "A*158.qWA*26.6fA*25.N_fA*17.JsIA*5.N_UA*17.X_VA*5.V_NA*17.o_OA*5.v7BA*16.D4qA*6.w6A*17.O_cA*5.E6pA*17.c_MA*5.Z_aA*16.C36Tnsv--__cA*16.E___-0sss9_9XA*15.C27dFAAAA4_8xA*16.DEA*5.H8zLJA*23.Y_hA*25.d_RA*25.d_PA*25.d_PA*25.r_ZA*25.u_VA*25.crCA*94." },
  { index: 23, code: "A*156.Rm7____-NA*16.Vp7__2iVKm_hA*14.i9__1pNBAAAZvBA*14.6_qNBA*6.JCA*15.r_XA*24.J93DA*24.j_lA*25.l_cA*25.48IA*24.D7yLLLLCA*20.R_*6.zVCA*18.Jtqhho0__pCA*23.CNs_fA*24.H0_aA*23.Q0_wDA*19.BACi8_xNA*18.DVek3_9fDA*17.Bd-09_-xMA*19.i___-ySA*21.UpxVCA*100." },
  { index: 21, code: "A*96.Ms_8MA*23.t--5pA*22.Q6-iJOA*21.F6-rBA*23.T--OA*24.i_rA*24.F0-RA*24.d_7MA*24.n_zA*25.5_ZA*25.5_sis___3YBA*17.5_----0---dA*17.5_7tWRCRq--VA*16.h_mA*5.D1-dA*16.d_zA*6.m-dA*16.a_0CAAAAM6_dA*17.n-mCAAHx--XA*17.E4-mRU4-4gA*19.M4--_-uMA*21.Ms-vdBA*150." },
  { index: 0, code: "A*202.VunlPJA*22.3____8x*8.qNA*12.RcSco4_4___-5__jA*17.EQDRRRPF6_aA*24.V_0EA*23.F6_VA*24.g_7LA*23.P-_PA*24.h_uBA*23.Cz9OA*24.f_tA*24.T-7OA*23.F3_pA*23.By_2JA*23.J__TA*23.I3_cA*24.h__NA*23.P8__NA*23.e__2KA*23.e_zEA*42." },
  { index: 128, code: "A*177.Geeev_*6.5LA*13.h78----_-*6.XA*12.V9-*6.nnw---1CA*12.Q7--rKKKAAEa--tHA*13.1--wGAAAAb1-rGFA*13.O1--wNAGs9-7NA*16.b---9r0--7VA*17.Gw----_-8mA*19.Gf9--_-oBA*21.W--_--bA*20.Fy_*5.rA*20.Y--wk9-zGA*18.M8-7DAU8-ZA*18.p--fAAA4-8OA*16.N7--aAAAe--QA*16.N7--aAAAX--QA*17.u--fAAKv-8OA*17.Z--9oo9--qA*18.Gx9--_-9wFA*20.Tf-_fTA*67." },
  { index: 12, code: "A*208.Ms___qJDTCA*16.BR4--_--ov_XA*16.O--4URRZW69RA*15.L6-uMAAAGy-hA*16.q_sJAAAAR--QA*15.m_8KAAAABv_vA*16.z-5AAAABi--QA*16.z-5AAAIi--4EA*16.p--zzz4_--oA*17.Cs_----Tq-OA*19.QddSAl_1FA*24._-oA*24.I_7MA*24.n_pA*24.L7_XA*24.X_-VA*24.c-0A*25.z-dA*25.p-dA*25.XxQA*40." },
];

/** Pixels in a row and in a column. */
export const TEST_SIZE = 28;
