// Literal cases for FixedWideTest.cpp, calculated with Python's fractions from the rules in
// include/hls/detail/quantize.h and fixed_traits.h (UG1399; IEEE 1666, 7.10.9): conversions and operators on more than
// 64 bits, and numbers in text.

inline void wideConversions() {
  convert<ap_fixed<100, 40>, ap_fixed<80, 30, AP_RND, AP_SAT, 0>>("0xecac825537143579a34d", "0x3b2b20954dc50d5e69");
  convert<ap_ufixed<100, 40>, ap_ufixed<129, 60, AP_RND_ZERO, AP_SAT, 0>>("0x0", "0x0");
  convert<ap_fixed<130, 70>, ap_fixed<64, 20, AP_RND_MIN_INF, AP_SAT, 0>>("0x3fd724452ccea71ff4a14876aeaff1a09",
                                                                          "0x8000000000000000");
  convert<ap_ufixed<200, 100>, ap_ufixed<40, 10, AP_RND_INF, AP_SAT, 0>>("0x18f346d4ac600000000000000000",
                                                                         "0x63cd1b52b2");
  convert<ap_fixed<65, 1>, ap_fixed<190, 95, AP_RND_CONV, AP_SAT, 0>>(
      "0x136e2f24b43000de0", "0x3fffffffffffffffffffffff9b717925a18006f000000000");
  convert<ap_fixed<300, -20>, ap_fixed<300, 150, AP_TRN, AP_SAT, 0>>(
      "0xd8416332aca5f552773e14b0190d93936000000000000000000000000000000000000000000",
      "0xfffffffffffffffffffffffffffffffffffffffffff61058ccab297d549dcf852c064364e4d");
  convert<ap_ufixed<70, 90>, ap_fixed<17, 5, AP_TRN_ZERO, AP_SAT, 1>>("0x1e3f5082492d83a823", "0xffff");
  convert<ap_fixed<100, 40>, ap_ufixed<129, 60, AP_RND, AP_SAT_ZERO, 1>>("0x37458317", "0x6e8b062e00");
  convert<ap_ufixed<100, 40>, ap_fixed<64, 20, AP_RND_ZERO, AP_SAT_ZERO, 1>>("0x94abcb06ae8abb93f01d89a02", "0x0");
  convert<ap_fixed<130, 70>, ap_ufixed<40, 10, AP_RND_MIN_INF, AP_SAT_ZERO, 2>>("0x3ffffffffffffffec93865c21a0000000",
                                                                                "0x0");
  convert<ap_ufixed<200, 100>, ap_fixed<190, 95, AP_RND_INF, AP_SAT_ZERO, 2>>("0x2c530572442c46b4a330",
                                                                              "0x162982b92216235a51a");
  convert<ap_fixed<65, 1>, ap_fixed<300, 150, AP_RND_CONV, AP_SAT_ZERO, 2>>(
      "0x184d4cd1f47ca7883", "0xfffffffffffffffffffffffffffffffffffffe1353347d1f29e20c000000000000000000000");
  convert<ap_fixed<300, -20>, ap_fixed<17, 5, AP_TRN, AP_SAT_ZERO, 5>>(
      "0x33ee9dd38b869ace91311021c9e32111ac1ac7cc4a4ff4dab102522d53857c49391b36cc9aa", "0x0");
  convert<ap_ufixed<70, 90>, ap_fixed<80, 30, AP_TRN_ZERO, AP_SAT_ZERO, 5>>("0xb46bbe9e870ef55b1", "0x0");
  convert<ap_fixed<100, 40>, ap_fixed<64, 20, AP_RND, AP_SAT_SYM, 5>>("0x14a42eb6", "0x14a4");
  convert<ap_ufixed<100, 40>, ap_ufixed<40, 10, AP_RND_ZERO, AP_SAT_SYM, 0>>("0x184708d98920000000", "0x611c236624");
  convert<ap_fixed<130, 70>, ap_fixed<190, 95, AP_RND_MIN_INF, AP_SAT_SYM, 0>>("0x1", "0x800000000");
  convert<ap_ufixed<200, 100>, ap_fixed<300, 150, AP_RND_INF, AP_SAT_SYM, 0>>(
      "0x7b72adc2ee8a92f9b1d940dc442db4ee", "0x1edcab70bba2a4be6c765037110b6d3b8000000000000");
  convert<ap_fixed<65, 1>, ap_fixed<17, 5, AP_RND_CONV, AP_SAT_SYM, 0>>("0x53be4721f5b9e1f5", "0x53c");
  convert<ap_fixed<300, -20>, ap_fixed<80, 30, AP_TRN, AP_SAT_SYM, 0>>(
      "0x66b9e4d20000000000000000000000000000000000000000000000000000000000000000000", "0x19ae7934");
  convert<ap_ufixed<70, 90>, ap_ufixed<129, 60, AP_TRN_ZERO, AP_SAT_SYM, 0>>("0x0", "0x0");
  convert<ap_fixed<100, 40>, ap_ufixed<40, 10, AP_RND, AP_WRAP, 1>>("0xfffffffedb5aca7c420000001", "0x36d6b29f11");
  convert<ap_ufixed<100, 40>, ap_fixed<190, 95, AP_RND_ZERO, AP_WRAP, 1>>("0x3a2c2b5a6a74139fd54365",
                                                                          "0x1d1615ad353a09cfeaa1b2800000000");
  convert<ap_fixed<130, 70>, ap_fixed<300, 150, AP_RND_MIN_INF, AP_WRAP, 1>>("0x1", "0x40000000000000000000000");
  convert<ap_ufixed<200, 100>, ap_fixed<17, 5, AP_RND_INF, AP_WRAP, 2>>(
      "0x957d9c649a8bd5bb710a77ec0c9b44baf5264ed787f87a7976", "0x8c9b");
  convert<ap_fixed<65, 1>, ap_fixed<80, 30, AP_RND_CONV, AP_WRAP, 2>>("0x100cac8d739e8e000", "0xfffffffc032b235ce7a4");
  convert<ap_fixed<300, -20>, ap_ufixed<129, 60, AP_TRN, AP_WRAP, 2>>(
      "0x1b638ea4c4b296f95f64fe8d526dc6256a8daf548c7ce051", "0x0");
  convert<ap_ufixed<70, 90>, ap_fixed<64, 20, AP_TRN_ZERO, AP_WRAP, 5>>("0x10096c1dbb081a3cfe", "0x7800000000000000");
  convert<ap_fixed<100, 40>, ap_fixed<190, 95, AP_RND, AP_WRAP_SM, 5>>("0x1e2db3ccc9aa", "0xf16d9e664d5000000000");
  convert<ap_ufixed<100, 40>, ap_fixed<300, 150, AP_RND_ZERO, AP_WRAP_SM, 5>>(
      "0xe0d20464953341f5b24469138", "0x38348119254cd07d6c911a44e00000000000000000000000");
  convert<ap_fixed<130, 70>, ap_fixed<17, 5, AP_RND_MIN_INF, AP_WRAP_SM, 0>>("0x191d8731efd960ad61dea467190ba65d0",
                                                                             "0x1e215");
  convert<ap_ufixed<200, 100>, ap_fixed<80, 30, AP_RND_INF, AP_WRAP_SM, 0>>("0x6e1b879317c8dbfc6332000000000000",
                                                                            "0x1b86e1e4c5f236ff18cd");
  convert<ap_fixed<65, 1>, ap_ufixed<129, 60, AP_RND_CONV, AP_WRAP_SM, 0>>("0x178a277", "0x2f144ee0");
  convert<ap_fixed<300, -20>, ap_fixed<64, 20, AP_TRN, AP_WRAP_SM, 0>>(
      "0xcf054e800000000000000000000000000000000000000000000000000000000000000000001", "0xffffffffffcf054e");
  convert<ap_ufixed<70, 90>, ap_ufixed<40, 10, AP_TRN_ZERO, AP_WRAP_SM, 0>>("0x11f7f1e857c44e5540", "0x0");
  convert<ap_fixed<100, 40>, ap_fixed<300, 150, AP_RND, AP_SAT, 0>>(
      "0xb2ad1eb5ddebd8e9b0f7bd234", "0xfffffffffffffffffffffffffffecab47ad777af63a6c3def48d00000000000000000000000");
  convert<ap_ufixed<100, 40>, ap_fixed<17, 5, AP_RND_ZERO, AP_SAT, 1>>("0x6bf1a447878e100a991b77af5", "0xffff");
  convert<ap_fixed<130, 70>, ap_fixed<80, 30, AP_RND_MIN_INF, AP_SAT, 1>>("0x3fffffffffec7ace6fca4ce1bd7dfba00",
                                                                          "0xb1eb39bf293386f5f7ee");
  convert<ap_ufixed<200, 100>, ap_ufixed<129, 60, AP_RND_INF, AP_SAT, 1>>(
      "0xe00dabacd08cf4ac1838eaf8cae0bc9aa3618ec2d9c870b446", "0x1ffffffffffffffffffffffffffffffff");
  convert<ap_fixed<65, 1>, ap_fixed<64, 20, AP_RND_CONV, AP_SAT, 2>>("0x1d184933d54a80001", "0xfffffd184933d54b");
  convert<ap_fixed<300, -20>, ap_ufixed<40, 10, AP_TRN, AP_SAT, 2>>(
      "0x9ba41c7924add5e47588f90ffe97d240b1a1ce8180998304a24b207809308c03a191438a218", "0x0");
  convert<ap_ufixed<70, 90>, ap_fixed<190, 95, AP_TRN_ZERO, AP_SAT, 2>>(
      "0x55cd15df00a97a27d", "0x2ae68aef8054bd13e80000000000000000000000000000");
  convert<ap_fixed<100, 40>, ap_fixed<17, 5, AP_RND, AP_SAT_ZERO, 5>>("0x402b37cf9e7b06b4385e26df5", "0x0");
  convert<ap_ufixed<100, 40>, ap_fixed<80, 30, AP_RND_ZERO, AP_SAT_ZERO, 5>>("0xc32725742a41bb8b1ade00",
                                                                             "0x30c9c95d0a906ee2c6b7");
  convert<ap_fixed<130, 70>, ap_ufixed<129, 60, AP_RND_MIN_INF, AP_SAT_ZERO, 5>>("0x1c23aed933bd3cd5a637d4bf44fa8cbd5",
                                                                                 "0x0");
  convert<ap_ufixed<200, 100>, ap_fixed<64, 20, AP_RND_INF, AP_SAT_ZERO, 0>>("0x7ff26b833189cb5d80000000000001",
                                                                             "0x7ff26b833189cb5e");
  convert<ap_fixed<65, 1>, ap_ufixed<40, 10, AP_RND_CONV, AP_SAT_ZERO, 0>>("0xc6ce5b05b61376dd", "0x31b396c1");
  convert<ap_fixed<300, -20>, ap_fixed<190, 95, AP_TRN, AP_SAT_ZERO, 0>>(
      "0x2ad8eec2b7acc60976100000000000000000000000000000000000000000000000000000000", "0x156c77615bd66304bb0");
  convert<ap_ufixed<70, 90>, ap_fixed<300, 150, AP_TRN_ZERO, AP_SAT_ZERO, 0>>(
      "0x3ea7323", "0xfa9cc8c000000000000000000000000000000000000000000");
  convert<ap_fixed<100, 40>, ap_fixed<80, 30, AP_RND, AP_SAT_SYM, 0>>("0x9fa67fa5ea2a22016c85ff",
                                                                      "0x27e99fe97a8a88805b21");
  convert<ap_ufixed<100, 40>, ap_ufixed<129, 60, AP_RND_ZERO, AP_SAT_SYM, 0>>("0x87bf7c5ab99dae697b730afe8",
                                                                              "0x10f7ef8b5733b5cd2f6e615fd000");
  convert<ap_fixed<130, 70>, ap_fixed<64, 20, AP_RND_MIN_INF, AP_SAT_SYM, 1>>("0x3ffffffffffffda702705a55e96bd8000",
                                                                              "0xda702705a55e96bd");
  convert<ap_ufixed<200, 100>, ap_ufixed<40, 10, AP_RND_INF, AP_SAT_SYM, 1>>("0xe89c0a7a5d0d8c202bad3e65b8006e",
                                                                             "0xffffffffff");
  convert<ap_fixed<65, 1>, ap_fixed<190, 95, AP_RND_CONV, AP_SAT_SYM, 1>>(
      "0x1778f3a8ce8be2948", "0x3fffffffffffffffffffffffbbc79d46745f14a400000000");
  convert<ap_fixed<300, -20>, ap_fixed<300, 150, AP_TRN, AP_SAT_SYM, 2>>(
      "0x644712b34409e11d1449ced892570d5189ec96ef60381b48a3ade16309eefcdfc394e3f1ad0",
      "0x1911c4acd1027847451273b62495c3546");
  convert<ap_ufixed<70, 90>, ap_fixed<17, 5, AP_TRN_ZERO, AP_SAT_SYM, 2>>("0x1fffffffffffffffff", "0xffff");
  convert<ap_fixed<100, 40>, ap_ufixed<129, 60, AP_RND, AP_WRAP, 2>>("0x188873eec95c347dcaa5fa0",
                                                                     "0x3110e7dd92b868fb954bf4000");
  convert<ap_ufixed<100, 40>, ap_fixed<64, 20, AP_RND_ZERO, AP_WRAP, 5>>("0x7842e6e3ca33490d8000",
                                                                         "0x7842e6e3ca33490d");
  convert<ap_fixed<130, 70>, ap_ufixed<40, 10, AP_RND_MIN_INF, AP_WRAP, 5>>("0x73ddd6ecd59953bf6b36cfbfb96",
                                                                            "0xfe54efdace");
  convert<ap_ufixed<200, 100>, ap_fixed<190, 95, AP_RND_INF, AP_WRAP, 5>>(
      "0x34cf2d1e42cb4145953a0cf685f346b34a77d19085463ca4f", "0x1a67968f2165a0a2ca9d067b42f9a359a53be8c842a31e52");
  convert<ap_fixed<65, 1>, ap_fixed<300, 150, AP_RND_CONV, AP_WRAP, 0>>(
      "0x1f30b5d73862097a9", "0xffffffffffffffffffffffffffffffffffffffcc2d75ce18825ea4000000000000000000000");
  convert<ap_fixed<300, -20>, ap_fixed<17, 5, AP_TRN, AP_WRAP, 0>>(
      "0xfca958c16232eb1dd1b2891360d193099f7f40d9829d019eefdcea7f1c55be8b1f6cd152ea6", "0x1ffff");
  convert<ap_ufixed<70, 90>, ap_fixed<80, 30, AP_TRN_ZERO, AP_WRAP, 0>>("0x3cfe159a6d92e8c849",
                                                                        "0x12400000000000000000");
  convert<ap_fixed<100, 40>, ap_fixed<64, 20, AP_RND, AP_WRAP_SM, 0>>("0x3d54a6cc60e92c098000", "0x3d54a6cc60e92c0a");
  convert<ap_ufixed<100, 40>, ap_ufixed<40, 10, AP_RND_ZERO, AP_WRAP_SM, 0>>("0xbed85ba7ada4f70854d889098",
                                                                             "0xeb693dc215");
  convert<ap_fixed<130, 70>, ap_fixed<190, 95, AP_RND_MIN_INF, AP_WRAP_SM, 0>>(
      "0x27d65dfc7e59993c43cc873db995a4ce9", "0x3ffffff3eb2efe3f2ccc9e21e6439edccad2674800000000");
  convert<ap_ufixed<200, 100>, ap_fixed<300, 150, AP_RND_INF, AP_WRAP_SM, 1>>("0x10f40eb803b130f5e04a73",
                                                                              "0x43d03ae00ec4c3d78129cc000000000000");
  convert<ap_fixed<65, 1>, ap_fixed<17, 5, AP_RND_CONV, AP_WRAP_SM, 1>>("0x12eb8000000000000", "0x1f2ec");
  convert<ap_fixed<300, -20>, ap_fixed<80, 30, AP_TRN, AP_WRAP_SM, 1>>(
      "0x5d4d374d44a9d60e7aa8fa683f4b17b697975628df38a4a672de5babcb82f1390eb40541d28", "0x17534dd3");
  convert<ap_ufixed<70, 90>, ap_ufixed<129, 60, AP_TRN_ZERO, AP_WRAP_SM, 2>>("0x19f8bf404637e522a",
                                                                             "0xf739035babffffffffffffffffffffff");
  convert<ap_fixed<100, 40>, ap_ufixed<40, 10, AP_RND, AP_SAT, 2>>("0xff94a", "0x0");
  convert<ap_ufixed<100, 40>, ap_fixed<190, 95, AP_RND_ZERO, AP_SAT, 2>>("0xe4feec135cbd6504b9a92dfa9",
                                                                         "0x727f7609ae5eb2825cd496fd4800000000");
  convert<ap_fixed<130, 70>, ap_fixed<300, 150, AP_RND_MIN_INF, AP_SAT, 5>>(
      "0x3ffffffffffffffffffffffffffffffff",
      "0xffffffffffffffffffffffffffffffffffffffffffffffffffffc0000000000000000000000");
  convert<ap_ufixed<200, 100>, ap_fixed<17, 5, AP_RND_INF, AP_SAT, 5>>("0x113d8000000000000000000000", "0x113e");
  convert<ap_fixed<65, 1>, ap_fixed<80, 30, AP_RND_CONV, AP_SAT, 5>>("0x0", "0x0");
  convert<ap_fixed<300, -20>, ap_ufixed<129, 60, AP_TRN, AP_SAT, 0>>(
      "0xe0deb05b93aac00000000000000000000000000000000000000000000000000000000000000", "0x0");
  convert<ap_ufixed<70, 90>, ap_fixed<64, 20, AP_TRN_ZERO, AP_SAT, 0>>("0x389c17a48e49ff9bb6", "0x7fffffffffffffff");
  convert<ap_fixed<100, 40>, ap_fixed<190, 95, AP_RND, AP_SAT_ZERO, 0>>(
      "0xa2631c786bb3835092c1d71a8", "0x3fffffffffffffd1318e3c35d9c1a84960eb8d4000000000");
  convert<ap_ufixed<100, 40>, ap_fixed<300, 150, AP_RND_ZERO, AP_SAT_ZERO, 0>>(
      "0xbb58c1f17e0e4206c2147494e", "0x2ed6307c5f839081b0851d25380000000000000000000000");
  convert<ap_fixed<130, 70>, ap_fixed<17, 5, AP_RND_MIN_INF, AP_SAT_ZERO, 0>>("0xaa800000000000", "0xaa");
  convert<ap_ufixed<200, 100>, ap_fixed<80, 30, AP_RND_INF, AP_SAT_ZERO, 0>>(
      "0x15b01fc29508adb5a3c0f8d2133df9fee92628be", "0x0");
  convert<ap_fixed<65, 1>, ap_ufixed<129, 60, AP_RND_CONV, AP_SAT_ZERO, 1>>("0x83cc5736418dd631",
                                                                            "0x10798ae6c831bac620");
  convert<ap_fixed<300, -20>, ap_fixed<64, 20, AP_TRN, AP_SAT_ZERO, 1>>(
      "0x72faff16a96c4f61950fda0caa6305b03b2b96664d54137809668f0a56dc9191374d88373f", "0x72faf");
  convert<ap_ufixed<70, 90>, ap_ufixed<40, 10, AP_TRN_ZERO, AP_SAT_ZERO, 1>>("0x2609ba4f6d5a3", "0x0");
  convert<ap_fixed<100, 40>, ap_fixed<300, 150, AP_RND, AP_SAT_SYM, 2>>("0x0", "0x0");
  convert<ap_ufixed<100, 40>, ap_fixed<17, 5, AP_RND_ZERO, AP_SAT_SYM, 2>>("0x234800000000001", "0x235");
  convert<ap_fixed<130, 70>, ap_fixed<80, 30, AP_RND_MIN_INF, AP_SAT_SYM, 2>>("0x1d3535381e2ae25c52f6265e28840cc2c",
                                                                              "0x7fffffffffffffffffff");
  convert<ap_ufixed<200, 100>, ap_ufixed<129, 60, AP_RND_INF, AP_SAT_SYM, 5>>(
      "0x43e19bf5d5713c5a2c2dd56bd8f6403c40000000", "0x87c337ebaae278b4585baad7b1ec8079");
  convert<ap_fixed<65, 1>, ap_fixed<64, 20, AP_RND_CONV, AP_SAT_SYM, 5>>("0xffffffffffffffff", "0x100000000000");
  convert<ap_fixed<300, -20>, ap_ufixed<40, 10, AP_TRN, AP_SAT_SYM, 5>>(
      "0x4ea000000000000000000000000000000000000000000000000000000000000000000000001", "0x13a");
  convert<ap_ufixed<70, 90>, ap_fixed<190, 95, AP_TRN_ZERO, AP_SAT_SYM, 0>>(
      "0xe4554f1943", "0x722aa78ca180000000000000000000000000000");
  convert<ap_fixed<100, 40>, ap_fixed<17, 5, AP_RND, AP_WRAP, 0>>("0x9ca800000000000", "0x9cb");
  convert<ap_ufixed<100, 40>, ap_fixed<80, 30, AP_RND_ZERO, AP_WRAP, 0>>("0x214dde0b7eda5697d5a6219a1",
                                                                         "0x37782dfb695a5f569886");
  convert<ap_fixed<130, 70>, ap_ufixed<129, 60, AP_RND_MIN_INF, AP_WRAP, 0>>("0x2d3c0a74a8baf4fff84e591e57f8288ed",
                                                                             "0x1814e95175e9fff09cb23caff0511da00");
  convert<ap_ufixed<200, 100>, ap_fixed<64, 20, AP_RND_INF, AP_WRAP, 0>>(
      "0x9ac8161be5561dc2b21243a0d2ad0bbb3b336ad10709f9d6dd", "0x43a0d2ad0bbb3b33");
  convert<ap_fixed<65, 1>, ap_ufixed<40, 10, AP_RND_CONV, AP_WRAP, 0>>("0x57fec8a00000001", "0x15ffb23");
  convert<ap_fixed<300, -20>, ap_fixed<190, 95, AP_TRN, AP_WRAP, 1>>(
      "0x1e980ac23ecc231eb127e4cd5dd6ee9ee9f38ffc6f0412b440a3d15e7", "0x0");
  convert<ap_ufixed<70, 90>, ap_fixed<300, 150, AP_TRN_ZERO, AP_WRAP, 1>>(
      "0x2fe3e1a", "0xbf8f868000000000000000000000000000000000000000000");
  convert<ap_fixed<100, 40>, ap_fixed<80, 30, AP_RND, AP_WRAP_SM, 1>>("0xa63721f64db9fbff04c520178",
                                                                      "0xdc87d936e7effc131480");
  convert<ap_ufixed<100, 40>, ap_ufixed<129, 60, AP_RND_ZERO, AP_WRAP_SM, 2>>("0x7698c49232c40e27008b6f794",
                                                                              "0xed31892465881c4e0116def2800");
  convert<ap_fixed<130, 70>, ap_fixed<64, 20, AP_RND_MIN_INF, AP_WRAP_SM, 2>>("0x1824923d8dcdc3f5882b886d5c108d4be",
                                                                              "0x40a77d47792a3ef6");
  convert<ap_ufixed<200, 100>, ap_ufixed<40, 10, AP_RND_INF, AP_WRAP_SM, 2>>("0xf50049811a00000000000000001",
                                                                             "0x3d40126047");
  convert<ap_fixed<65, 1>, ap_fixed<190, 95, AP_RND_CONV, AP_WRAP_SM, 5>>(
      "0x154d37a3d46a4565f", "0x3fffffffffffffffffffffffaa69bd1ea3522b2f80000000");
  convert<ap_fixed<300, -20>, ap_fixed<300, 150, AP_TRN, AP_WRAP_SM, 5>>(
      "0xea1acfa72d54982741c9be0fd55437962000000000000000000000000000000000000000000",
      "0xfffffffffffffffffffffffffffffffffffffffffffa86b3e9cb552609d0726f83f5550de58");
  convert<ap_ufixed<70, 90>, ap_fixed<17, 5, AP_TRN_ZERO, AP_WRAP_SM, 5>>("0x197e40ad5077b", "0xffff");
  convert<ap_fixed<100, 40>, ap_ufixed<129, 60, AP_RND, AP_SAT, 0>>("0xeef34bbca362ba7c0b3762444", "0x0");
  convert<ap_ufixed<100, 40>, ap_fixed<64, 20, AP_RND_ZERO, AP_SAT, 0>>("0x3", "0x0");
  convert<ap_fixed<130, 70>, ap_ufixed<40, 10, AP_RND_MIN_INF, AP_SAT, 0>>("0x3ffffffffffffffed8b5c1e8fe0000000",
                                                                           "0x0");
  convert<ap_ufixed<200, 100>, ap_fixed<190, 95, AP_RND_INF, AP_SAT, 0>>("0x25a875f329fc56", "0x12d43af994fe3");
  convert<ap_fixed<65, 1>, ap_fixed<300, 150, AP_RND_CONV, AP_SAT, 0>>(
      "0x1e83253e4269872bc", "0xffffffffffffffffffffffffffffffffffffffa0c94f909a61caf0000000000000000000000");
  convert<ap_fixed<300, -20>, ap_fixed<17, 5, AP_TRN, AP_SAT, 0>>("0x1", "0x0");
  convert<ap_ufixed<70, 90>, ap_fixed<80, 30, AP_TRN_ZERO, AP_SAT, 1>>("0x3006f7e0f7bf373098",
                                                                       "0x7fffffffffffffffffff");
  convert<ap_fixed<100, 40>, ap_fixed<64, 20, AP_RND, AP_SAT_ZERO, 1>>("0x434c6c870ad35baa62e5b4755", "0x0");
  convert<ap_ufixed<100, 40>, ap_ufixed<40, 10, AP_RND_ZERO, AP_SAT_ZERO, 1>>("0x1754010793a0000000", "0x5d50041e4e");
  convert<ap_fixed<130, 70>, ap_fixed<190, 95, AP_RND_MIN_INF, AP_SAT_ZERO, 2>>(
      "0x370879cec163b1e02bfffb392990298b", "0x1b843ce760b1d8f015fffd9c94c814c5800000000");
  convert<ap_ufixed<200, 100>, ap_fixed<300, 150, AP_RND_INF, AP_SAT_ZERO, 2>>(
      "0xeedc61faafa87b4b8f09104e9af225816291a519df39152dc",
      "0x3bb7187eabea1ed2e3c24413a6bc896058a4694677ce454b70000000000000");
  convert<ap_fixed<65, 1>, ap_fixed<17, 5, AP_RND_CONV, AP_SAT_ZERO, 2>>("0x1b44e4fcc430bd2e0", "0x1fb45");
  convert<ap_fixed<300, -20>, ap_fixed<80, 30, AP_TRN, AP_SAT_ZERO, 5>>(
      "0xf6b295ce0000000000000000000000000000000000000000000000000000000000000000001", "0xfffffffffffffdaca573");
  convert<ap_ufixed<70, 90>, ap_ufixed<129, 60, AP_TRN_ZERO, AP_SAT_ZERO, 5>>("0x173cff75734b", "0x0");
  convert<ap_fixed<100, 40>, ap_ufixed<40, 10, AP_RND, AP_SAT_SYM, 5>>("0xffffffffc4abb39b760000000", "0x0");
  convert<ap_ufixed<100, 40>, ap_fixed<190, 95, AP_RND_ZERO, AP_SAT_SYM, 0>>("0x6cdb468711aa04b7f68f4aa",
                                                                             "0x366da34388d5025bfb47a55000000000");
  convert<ap_fixed<130, 70>, ap_fixed<300, 150, AP_RND_MIN_INF, AP_SAT_SYM, 0>>(
      "0x3ffffffffffffffffffffffffffffffff",
      "0xffffffffffffffffffffffffffffffffffffffffffffffffffffc0000000000000000000000");
  convert<ap_ufixed<200, 100>, ap_fixed<17, 5, AP_RND_INF, AP_SAT_SYM, 0>>(
      "0xaf0f078ce7f5115848a8289a0f03d2f0552556ea0bb35a417", "0xffff");
  convert<ap_fixed<65, 1>, ap_fixed<80, 30, AP_RND_CONV, AP_SAT_SYM, 0>>("0x29ea899164902001", "0xa7aa26459241");
  convert<ap_fixed<300, -20>, ap_ufixed<129, 60, AP_TRN, AP_SAT_SYM, 0>>("0x2edfb0e91b7b22833576f9", "0x0");
  convert<ap_ufixed<70, 90>, ap_fixed<64, 20, AP_TRN_ZERO, AP_SAT_SYM, 0>>("0x992e9fe629527049", "0x7fffffffffffffff");
  convert<ap_fixed<100, 40>, ap_fixed<190, 95, AP_RND, AP_WRAP, 1>>(
      "0xaf947904d294daf987b4d1d37", "0x3fffffffffffffd7ca3c82694a6d7cc3da68e9b800000000");
  convert<ap_ufixed<100, 40>, ap_fixed<300, 150, AP_RND_ZERO, AP_WRAP, 1>>(
      "0x39d752ea0d5c5f3282e5cab27", "0xe75d4ba835717cca0b972ac9c0000000000000000000000");
  convert<ap_fixed<130, 70>, ap_fixed<17, 5, AP_RND_MIN_INF, AP_WRAP, 1>>("0xa93675abb98242ce05034290996690d7",
                                                                          "0x503");
  convert<ap_ufixed<200, 100>, ap_fixed<80, 30, AP_RND_INF, AP_WRAP, 2>>("0x16f65c2023bc77d39491a000000000000",
                                                                         "0x5bd970808ef1df4e5247");
  convert<ap_fixed<65, 1>, ap_ufixed<129, 60, AP_RND_CONV, AP_WRAP, 2>>("0x12b8b9eac5f37ab98",
                                                                        "0x7fffffffffffffe57173d58be6f57300");
  convert<ap_fixed<300, -20>, ap_fixed<64, 20, AP_TRN, AP_WRAP, 2>>(
      "0xcd92587ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "0xffffffffffcd9258");
  convert<ap_ufixed<70, 90>, ap_ufixed<40, 10, AP_TRN_ZERO, AP_WRAP, 5>>("0x1fffffffffffffffff", "0xf800000000");
  convert<ap_fixed<100, 40>, ap_fixed<300, 150, AP_RND, AP_WRAP_SM, 5>>(
      "0x5c68af565125665ac1459", "0x171a2bd594495996b051640000000000000000000000");
  convert<ap_ufixed<100, 40>, ap_fixed<17, 5, AP_RND_ZERO, AP_WRAP_SM, 5>>("0x5d1ee228a89e7c67b0d2ae32f", "0xf617");
  convert<ap_fixed<130, 70>, ap_fixed<80, 30, AP_RND_MIN_INF, AP_WRAP_SM, 0>>("0x3ffffffffffb39adf653be8a229d04e00",
                                                                              "0xece6b7d94efa288a7413");
  convert<ap_ufixed<200, 100>, ap_ufixed<129, 60, AP_RND_INF, AP_WRAP_SM, 0>>(
      "0x80000000000000000000000000000000000000000000000000", "0x0");
  convert<ap_fixed<65, 1>, ap_fixed<64, 20, AP_RND_CONV, AP_WRAP_SM, 0>>("0xc2a2a93d78f7ffff", "0xc2a2a93d78f");
  convert<ap_fixed<300, -20>, ap_ufixed<40, 10, AP_TRN, AP_WRAP_SM, 0>>(
      "0x5c3d8443c64ead5c8c8da8273439a79f843878441a358b9201800adf3740b84b96", "0x0");
  convert<ap_ufixed<70, 90>, ap_fixed<190, 95, AP_TRN_ZERO, AP_WRAP_SM, 0>>("0xcc51",
                                                                            "0x662880000000000000000000000000000");
}

inline void wideOperators() {
  operate<ap_fixed<100, 40>, ap_ufixed<60, 20>>("0xd32e70f9548952091084ed642", "0xd181cb1322af34a", -1,
                                                {"0x1d32e7e11713a843403ceed642", "0x1d32e63e137d81fde1d3aed642",
                                                 "0xdb523114f59d4c3faaf067550291333946fe9514",
                                                 "0xfffffffffffffffc93c45df7147774a020e", "0x1814811208100000000",
                                                 "0xd32e7df95cb9722bf3ceed642", "0xd32e7de148386023e3ceed642"});
  operate<ap_fixed<65, 30>, ap_fixed<65, 30>>("0x7ac421f8edc62c", "0xe3644eca02b61b05", -1,
                                              {"0xe3df12ebfba3e131", "0x31d167557f637ab27",
                                               "0x6d0c0485a27d1df45e053a2bd382dc", "0x451b0db", "0x60440000a40204",
                                               "0xe37eceebfaffdf2d", "0xe31e8aebfa5bdd29"});
  operate<ap_ufixed<130, 70>, ap_fixed<40, 40>>(
      "0x6c8f4ece8669fe6e848609ab8511555a", "0xffffffffff", 1,
      {"0x6c8f4ece8669fe6e748609ab8511555a", "0x6c8f4ece8669fe6e948609ab8511555a",
       "0x3ffffffffff9370b131799601917b79f6547aeeaaa6", "0x79370b131799601917b79f6547aeeaaa6",
       "0x6c8f4ece8669fe6e8000000000000000", "0x7fffffffffffffffff48609ab8511555a",
       "0x79370b13179960191748609ab8511555a"});
  operate<ap_fixed<200, 100>, ap_fixed<150, -10>>(
      "0xb00fd725468c9e3fdfb13e86bc82b81d4033366d49a15e9043", "0x1", -1,
      {"0x1b00fd725468c9e3fdfb13e86bc82b81d4033366d49a15e9043000000000000001",
       "0x1b00fd725468c9e3fdfb13e86bc82b81d4033366d49a15e9042fffffffffffffff",
       "0x3fffffffffffffffffffffffffffffffffffffb00fd725468c9e3fdfb13e86bc82b81d4033366d49a15e9043",
       "0x1b00fd725468c9e3fdfb13e86bc82b81d4033366d49a15e90430000000000000000000000000000000000000000", "0x0",
       "0xb00fd725468c9e3fdfb13e86bc82b81d4033366d49a15e9043000000000000001",
       "0xb00fd725468c9e3fdfb13e86bc82b81d4033366d49a15e9043000000000000001"});
  operate<ap_ufixed<64, 10>, ap_ufixed<70, 90>>(
      "0xe43f19b022afd529", "0x1fffffffffffffffff", -1,
      {"0x7ffffffffffffffffc00e43f19b022afd529", "0x180000000000000000400e43f19b022afd529",
       "0x1c87e3360455faa51f1bc0e64fdd502ad7", "0x0", "0x0", "0x7ffffffffffffffffc00e43f19b022afd529",
       "0x7ffffffffffffffffc00e43f19b022afd529"});
  operate<ap_fixed<100, 40>, ap_ufixed<60, 20>>("0x48dddf", "0xa422c0c947e1b44", -1,
                                                {"0xa422c0c947e1b488dddf", "0x1fffff5bdd3f36b81e4c08dddf",
                                                 "0x2eb807334fe9de283743c", "0x7", "0x400000", "0xa422c0c947e1b448dddf",
                                                 "0xa422c0c947e1b408dddf"});
  operate<ap_fixed<65, 30>, ap_fixed<65, 30>>("0xf4883b319a0edd2c", "0x516", 1,
                                              {"0xf4883b319a0ee242", "0xf4883b319a0ed816", "0x4dbacdd0e458798ddc8",
                                               "0x180a3f3b897188f68fed1fd", "0x504", "0xf4883b319a0edd3e",
                                               "0xf4883b319a0ed83a"});
  operate<ap_ufixed<130, 70>, ap_fixed<40, 40>>(
      "0xc24575f8f6afba4e5bfaaa4497c5c632", "0x7489507b0b", 1,
      {"0xc24576003f44c1ff0bfaaa4497c5c632", "0xc24575f1ae1ab29dabfaaa4497c5c632",
       "0x586fadb4069a1c3d58dd5bb21813da59653d598a26", "0x1aac36ca2836363fd15d524", "0x408502001000000000000000",
       "0xc24575fffebfbffefbfaaa4497c5c632", "0xc24575ffbe3abdfeebfaaa4497c5c632"});
  operate<ap_fixed<200, 100>, ap_fixed<150, -10>>(
      "0xa6ff8f6cbd7b8", "0xc688bf78ad86091f6453d8ed6b7aa94a2279e", -1,
      {"0xc688bf78b7f60216302b90ed6b7aa94a2279e",
       "0x1ffffffffffffffffffffffffffff397740875ce9efd76783df12948556b5dd862",
       "0x8182dd99b151ae98fbcb5b5dc57289c1fe661bd726421c2b90", "0xd7560608d934c0a2", "0x8060816405398000000000000000",
       "0xc688bf78afeff9ffefd7f8ed6b7aa94a2279e", "0xc688bf78a7e9f1e9af8460ed6b7aa94a2279e"});
  operate<ap_ufixed<64, 10>, ap_ufixed<70, 90>>(
      "0x57", "0xa4dd52dd32975b87c", -1,
      {"0x293754b74ca5d6e1f0000000000000000057", "0x1d6c8ab48b35a291e10000000000000000057", "0x380737292c31701b224",
       "0x0", "0x0", "0x293754b74ca5d6e1f0000000000000000057", "0x293754b74ca5d6e1f0000000000000000057"});
  operate<ap_fixed<100, 40>, ap_ufixed<60, 20>>(
      "0x2d43af88db669e71713", "0x4ac47b69e03e711", -1,
      {"0x4d98b6626df4daf71713", "0x1fffffb80fbf8ead77f8d71713", "0xd384e6231f3a8e45c9f558d218d63ad43",
       "0x9afb9fb955ca0b", "0x2c43a68803661000000", "0x4ad47bf9edbe79f71713", "0x481041916d8818f71713"});
  operate<ap_fixed<65, 30>, ap_fixed<65, 30>>(
      "0xa9e1dd", "0x1", 1, {"0xa9e1de", "0xa9e1dc", "0xa9e1dd", "0x54f0ee800000000", "0x1", "0xa9e1dd", "0xa9e1dc"});
  operate<ap_ufixed<130, 70>, ap_fixed<40, 40>>(
      "0x31b66f69d59ceba7a32c6ad25419d31b", "0xfef984f3ff", 1,
      {"0x31b66f69c5353ae7932c6ad25419d31b", "0x31b66f69e6049c67b32c6ad25419d31b",
       "0x3ffcd0764fd68985f0004cc5d07b2b0e2c66607e8e5", "0x7ffffffffcf83c7dbfed49102aae94e3b",
       "0x31b66f69c5984b27a000000000000000", "0x7ffffffffff9cefbff32c6ad25419d31b",
       "0x7ce4990963a04a498532c6ad25419d31b"});
  operate<ap_fixed<200, 100>, ap_fixed<150, -10>>(
      "0x1c00156e2", "0x17dd5f3ed9b985eada0435390ce32c2db30013", -1,
      {"0x17dd5f3ed9b98606da19a3590ce32c2db30013",
       "0x1fffffffffffffffffffffffffffe822a0c126467a31261138e6f31cd3d24cffed",
       "0x29c386a4cbb0b6b50c3755b9ed5ec0e4d6d22eba1f72c6", "0x12c5ceec5c50", "0x80004242000000000000000",
       "0x17dd5f3ed9b985feda157f390ce32c2db30013", "0x17dd5f3ed9b985f6da115b190ce32c2db30013"});
  operate<ap_ufixed<64, 10>, ap_ufixed<70, 90>>("0x62ed5ac464b99c27", "0x5de5", -1,
                                                {"0x177940062ed5ac464b99c27", "0x1fffffffffffffe886c0062ed5ac464b99c27",
                                                 "0x2448b84b8a4587c2d9e3", "0x10db8a6c97d35", "0x0",
                                                 "0x177940062ed5ac464b99c27", "0x177940062ed5ac464b99c27"});
  operate<ap_fixed<100, 40>, ap_ufixed<60, 20>>(
      "0xca6c162857fca3e216cba", "0x9a46934", 1,
      {"0xca6c162861a10d1616cba", "0xca6c16284e583aae16cba", "0x79fcd350ffb4be46e2cc858a5fc8",
       "0x14fe48c66a32e84a868a17dc5", "0x1a4212000000", "0xca6c16285ffcebf616cba", "0xca6c16285e58cad616cba"});
  operate<ap_fixed<65, 30>, ap_fixed<65, 30>>("0x1af0ebab46f261ff3", "0x1", -1,
                                              {"0x3af0ebab46f261ff4", "0x3af0ebab46f261ff2",
                                               "0x3ffffffffffffffffaf0ebab46f261ff3", "0x1d7875d5a37930ff9800000000",
                                               "0x1", "0x1af0ebab46f261ff3", "0x1af0ebab46f261ff2"});
  operate<ap_ufixed<130, 70>, ap_fixed<40, 40>>(
      "0x2e0dc348c59746c1f8226838357da0f5d", "0xffffffffff", 1,
      {"0x2e0dc348c59746c1f7226838357da0f5d", "0x2e0dc348c59746c1f9226838357da0f5d",
       "0x3fffffffffd1f23cb73a68b93e07dd97c7ca825f0a3", "0x51f23cb73a68b93e07dd97c7ca825f0a3",
       "0x2e0dc348c59746c1f8000000000000000", "0x7fffffffffffffffff226838357da0f5d",
       "0x51f23cb73a68b93e07226838357da0f5d"});
  operate<ap_fixed<200, 100>, ap_fixed<150, -10>>(
      "0x3bd68552f3df5a", "0x5880f285d23046475b994175eb103bb1a8ce6", -1,
      {"0x5880f2860e06cb9a4f789b75eb103bb1a8ce6",
       "0x1ffffffffffffffffffffffffffffa77f0d7a69a63f0b9846188a14efc44e5731a",
       "0x14afe1c73eeba7433815704cc8a8d20f677cb8b0e1f5263e2dc", "0xad15593f0b0223095",
       "0x12100442539940000000000000000", "0x5880f285fbf6c757fbdf5b75eb103bb1a8ce6",
       "0x5880f285e9e6c315a8461b75eb103bb1a8ce6"});
  operate<ap_ufixed<64, 10>, ap_ufixed<70, 90>>(
      "0x35f1edb0866493b5", "0x64935ba3d179419ab", -1,
      {"0x1924d6e8f45e5066ac0035f1edb0866493b5", "0x1e6db29170ba1af99540035f1edb0866493b5",
       "0x15318e13f5889cd8539b271953f3f56e7", "0x0", "0x0", "0x1924d6e8f45e5066ac0035f1edb0866493b5",
       "0x1924d6e8f45e5066ac0035f1edb0866493b5"});
  operate<ap_fixed<100, 40>, ap_ufixed<60, 20>>(
      "0x8000000000000000000000000", "0xc20a82959759286", -1,
      {"0x180000c20a8295975928600000", "0x17ffff3df57d6a68a6d7a00000", "0x9efabeb534536bd0000000000000000000000000",
       "0xfffffffffffffff5720e6bca524c49ea680", "0x0", "0x80000c20a8295975928600000", "0x80000c20a8295975928600000"});
  operate<ap_fixed<65, 30>, ap_fixed<65, 30>>("0x51560a356836704c", "0xc8d72befe39f4a98", -1,
                                              {"0x11a2d36254bd5bae4", "0x3887ede45849725b4",
                                               "0x3fcf9531f7a17501fc211a2cbffca520", "0x33d65603b",
                                               "0x40560a2560164008", "0xd9d72bffebbf7adc", "0x998121da8ba93ad4"});
  operate<ap_ufixed<130, 70>, ap_fixed<40, 40>>(
      "0x1ebbac29bcc5311ea1a5871f7ba70961a", "0x82fae0f230", 1,
      {"0x1ebbac293fc01210d1a5871f7ba70961a", "0x1ebbac2a39ca502c71a5871f7ba70961a",
       "0x30fdbf8adfa9bf4db52298bfd8e6dbcc0fe1dc0b8e0", "0x7fffffffffc11195c3cbcb367d779bc82",
       "0x1ebbac2980c0201220000000000000000", "0x7fffffffbefff1feb1a5871f7ba70961a",
       "0x614453d63e3fd1ec91a5871f7ba70961a"});
  operate<ap_fixed<200, 100>, ap_fixed<150, -10>>(
      "0xe05e3bd4c7b7ab09d4fc3ea8c56f61d4f57cd276d2b5f7af77", "0x1b6072eca1435529dc37", -1,
      {"0x1e05e3bd4c7b7ab09d4fc3ea8c56f61d4f57cd276d2b5f9657e2eca1435529dc37",
       "0x1e05e3bd4c7b7ab09d4fc3ea8c56f61d4f57cd276d2b5f5f96fd135ebcaad623c9",
       "0x3ffffffffffffffffffc9e05729a721ec6acacb9cc99a07dc15baf91f2fcf36862459adad25fc0b8900ff691",
       "0x1fffffffffffffffffffed835cb552f0f3b9807c0385749bb8ea8d74e6414a162c5f6e59d4c77dcda8c6b478f8d",
       "0x1a607000000000000000", "0xe05e3bd4c7b7ab09d4fc3ea8c56f61d4f57cd276d2b5f7bf772eca1435529dc37",
       "0xe05e3bd4c7b7ab09d4fc3ea8c56f61d4f57cd276d2b5f619702eca1435529dc37"});
  operate<ap_ufixed<64, 10>, ap_ufixed<70, 90>>("0x7fffffffffffffff", "0x1", -1,
                                                {"0x4007fffffffffffffff", "0x1fffffffffffffffffc007fffffffffffffff",
                                                 "0x7fffffffffffffff", "0x7fffffffffffffff", "0x0",
                                                 "0x4007fffffffffffffff", "0x4007fffffffffffffff"});
  operate<ap_fixed<100, 40>, ap_ufixed<60, 20>>("0xe3b3d3f0c7a8c7af6c67ec6fb", "0x6c04ef2ec7aafbd", -1,
                                                {"0x1e3b3dab1169bb42a1c24ec6fb", "0x1e3b3cd3078b5db34bcaaec6fb",
                                                 "0xf40f51c89b1a15e0cf3c41cbfd1585016d3c7c4f",
                                                 "0xfffffffffffffffbcefb16e30a7a9fc6cdd", "0x2c046a0c42a2c2500000",
                                                 "0xe3b3d7f0cffaefffefffec6fb", "0xe3b3d530895a2bd5c3daec6fb"});
  operate<ap_fixed<65, 30>, ap_fixed<65, 30>>("0x1d82d8dde88186520", "0x3", -1,
                                              {"0x3d82d8dde88186523", "0x3d82d8dde8818651d",
                                               "0x3ffffffffffffffff8888a99b98492f60", "0x1f95cecfa6c0410daaaaaaaaab",
                                               "0x0", "0x1d82d8dde88186523", "0x1d82d8dde88186523"});
  operate<ap_ufixed<130, 70>, ap_fixed<40, 40>>(
      "0x378361d4b5b8e1368c378af2a6e565b2d", "0x3247cd38bd", 1,
      {"0x378361d4e800ae6f49378af2a6e565b2d", "0x378361d4837113fdcf378af2a6e565b2d",
       "0xae73b0c308d3d89f4772d0759d4cdcb7b0d7bc2839", "0x11aa464a6725478647612afe", "0x3000c1308c000000000000000",
       "0x378361d4b7ffed3ebd378af2a6e565b2d", "0x378361d487ff2c0e31378af2a6e565b2d"});
  operate<ap_fixed<200, 100>, ap_fixed<150, -10>>(
      "0xffffffffffffffffffffffffffffffffffffffffffffffffff", "0x7538392", -1,
      {"0x1ffffffffffffffffffffffffffffffffffffffffffffffffff000000007538392",
       "0x1fffffffffffffffffffffffffffffffffffffffffffffffffeffffffff8ac7c6e",
       "0x3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8ac7c6e",
       "0x1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffdd0e9a7b3cdf094e1a2d56687021bb4b7e", "0x0",
       "0xffffffffffffffffffffffffffffffffffffffffffffffffff000000007538392",
       "0xffffffffffffffffffffffffffffffffffffffffffffffffff000000007538392"});
  operate<ap_ufixed<64, 10>, ap_ufixed<70, 90>>(
      "0x22c6ff7ecaa548e6", "0x2f629672f5edc3c695", -1,
      {"0xbd8a59cbd7b70f1a540022c6ff7ecaa548e6", "0x14275a6342848f0e5ac0022c6ff7ecaa548e6",
       "0x66fed864d78bc32a7740756093dc751de", "0x0", "0x0", "0xbd8a59cbd7b70f1a540022c6ff7ecaa548e6",
       "0xbd8a59cbd7b70f1a540022c6ff7ecaa548e6"});
  operate<ap_fixed<100, 40>, ap_ufixed<60, 20>>("0xcd1c2afe982219d1e9f2ea91c", "0xe65e01df959d8fb", -1,
                                                {"0x1cd1c39647840132bc2edea91c", "0x1cd1c1c98b804207810f7ea91c",
                                                 "0xd2349e99302104d3072361aa784e4536782b6e74",
                                                 "0xfffffffffffffffc772922fb4a4065ea77a", "0xa6480001951c8f200000",
                                                 "0xcd1c2efff83ff9d9f9fbea91c", "0xcd1c249b783fe0883109ea91c"});
  operate<ap_fixed<65, 30>, ap_fixed<65, 30>>("0x10000000000000000", "0x2c6e8d2567c", -1,
                                              {"0x3000002c6e8d2567c", "0x2fffffd39172da984",
                                               "0x3fffffd39172da9840000000000000000", "0x1ffffffffffd1e82c843eb9c89",
                                               "0x0", "0x1000002c6e8d2567c", "0x1000002c6e8d2567c"});
  operate<ap_ufixed<130, 70>, ap_fixed<40, 40>>(
      "0x2deaf915dafb3b62df493f2fc75a24acb", "0x2e00", 1,
      {"0x2deaf915dafb3b90df493f2fc75a24acb", "0x2deaf915dafb3b34df493f2fc75a24acb",
       "0x84038c1ed5924abc41f295a95d2329707a00", "0xff8afae8ef3360c21249b8b0db00c", "0x2200000000000000000",
       "0x2deaf915dafb3b6edf493f2fc75a24acb", "0x2deaf915dafb3b4cdf493f2fc75a24acb"});
  operate<ap_fixed<200, 100>, ap_fixed<150, -10>>(
      "0x937304bdbed6a5878453fa6c21d12d6bfb50baccea27a1d649", "0x248c4103b", -1,
      {"0x1937304bdbed6a5878453fa6c21d12d6bfb50baccea27a1d649000000248c4103b",
       "0x1937304bdbed6a5878453fa6c21d12d6bfb50baccea27a1d648ffffffdb73befc5",
       "0x3fffffffffffffffffffffffffffff080b3ffea86db99c4771821326f08ccdfa08cb8a72558b652fd794f2d3",
       "0x1ffffffffd07a7b9b5b26dd7d26e2c73e0196de09b9f5bb16fec85524c259fc4493b8c189be9fedfb1eafc3c93a", "0x0",
       "0x937304bdbed6a5878453fa6c21d12d6bfb50baccea27a1d649000000248c4103b",
       "0x937304bdbed6a5878453fa6c21d12d6bfb50baccea27a1d649000000248c4103b"});
  operate<ap_ufixed<64, 10>, ap_ufixed<70, 90>>("0x1", "0x3", -1,
                                                {"0xc000000000000000001", "0x1fffffffffffffffff4000000000000000001",
                                                 "0x3", "0x0", "0x0", "0xc000000000000000001",
                                                 "0xc000000000000000001"});
  operate<ap_fixed<100, 40>, ap_ufixed<60, 20>>("0xd0163e86d323ea6d82c8ee69b", "0xc30a90b2ee3", -1,
                                                {"0x1d0163e86df549378b1abee69b", "0x1d0163e86c6f3416253e5ee69b",
                                                 "0xffffdb7ef76a2a279dc8a74fbdd78b216bcf5571",
                                                 "0xfffffffffffc11cabeae977cdf4555272b5", "0x20a80902c000000",
                                                 "0xd0163e86df33eb6faeebee69b", "0xd0163e86df134366ac2bee69b"});
  operate<ap_fixed<65, 30>, ap_fixed<65, 30>>("0x7b8a9ba280491a1c", "0x167e5e05492ee", 1,
                                              {"0x7b8c0388609dad0a", "0x7b8933bc9ff4872e",
                                               "0xadae4f8032d46e330c1e060a3e08", "0x2bf0345f586af", "0x3a08040120c",
                                               "0x7b8bffe7e05d9afe", "0x7b8bfc47601d88f2"});
  operate<ap_ufixed<130, 70>, ap_fixed<40, 40>>(
      "0x2a8febe9b569e7410eac25bb8ea5b4e68", "0x409ddcdfb7", 1,
      {"0x2a8febe9f607c420c5ac25bb8ea5b4e68", "0x2a8febe974cc0a6157ac25bb8ea5b4e68",
       "0xabe39f6fc36f5e3313c1799418f04ca4e239f1a458", "0xa89fc1ccd233cf86f4ad355", "0x9c44106000000000000000",
       "0x2a8febe9f5fdffdfbfac25bb8ea5b4e68", "0x2a8febe9f5f43b9eb9ac25bb8ea5b4e68"});
  operate<ap_fixed<200, 100>, ap_fixed<150, -10>>(
      "0x0", "0x3ea71819efb40", -1,
      {"0x3ea71819efb40", "0x1ffffffffffffffffffffffffffffffffffffffffffffffffffffc158e7e6104c0", "0x0", "0x0", "0x0",
       "0x3ea71819efb40", "0x3ea71819efb40"});
  operate<ap_ufixed<64, 10>, ap_ufixed<70, 90>>(
      "0x366e28083c4521", "0x34e7e22ee3b9b90fcd", -1,
      {"0xd39f88bb8ee6e43f340000366e28083c4521", "0x12c60774471191bc0cc0000366e28083c4521",
       "0xb3fad9f033a0e37d4eb4a4fee294a6d", "0x0", "0x0", "0xd39f88bb8ee6e43f340000366e28083c4521",
       "0xd39f88bb8ee6e43f340000366e28083c4521"});
  operate<ap_fixed<100, 40>, ap_ufixed<60, 20>>("0xd834b45ea6d9311c8bb99b551", "0x6e19bf6caa59", -1,
                                                {"0x1d834b45f14f2f08936129b551", "0x1d834b45e38bf71afe1609b551",
                                                 "0xfffeee2a4e4b7437ed40ecca6482d1663803d329",
                                                 "0xffffffffffffa3790b05ea0279e71fe5869", "0x2619310c8a1900000",
                                                 "0xd834b45eeed9bf7cabf99b551", "0xd834b45ec8c08e7021e09b551"});
  operate<ap_fixed<65, 30>, ap_fixed<65, 30>>("0x1", "0x1dd45ea11886d3f38", 1,
                                              {"0x3dd45ea11886d3f39", "0x22ba15ee7792c0c9",
                                               "0x3ffffffffffffffffdd45ea11886d3f38", "0x0", "0x0",
                                               "0x1dd45ea11886d3f39", "0x1dd45ea11886d3f39"});
  operate<ap_ufixed<130, 70>, ap_fixed<40, 40>>(
      "0x2f240dda05dcef01870f79e21daf05577", "0xa3daf5ccc7", 1,
      {"0x2f240dd9a9b7e4ce4e0f79e21daf05577", "0x2f240dda6201f934c00f79e21daf05577",
       "0x2f0838eece29736d90960d2a45bc4070b56d5d04381", "0x7fffffffff7d080e79cf5da95e55de24a",
       "0x2f240dda01d8e50087000000000000000", "0x7fffffffa7deffcdc70f79e21daf05577",
       "0x50dbf225a6061acd400f79e21daf05577"});
  operate<ap_fixed<200, 100>, ap_fixed<150, -10>>("0xab209", "0x1429d", 1,
                                                  {"0xab20900000000001429d", "0xab208ffffffffffebd63", "0xd7a7e8185",
                                                   "0x87caf54a63ae01d100a76ec2d70ffc2e623aa3ce5", "0x0",
                                                   "0xab20900000000001429d", "0xab20900000000001429d"});
  operate<ap_ufixed<64, 10>, ap_ufixed<70, 90>>(
      "0xeea8e674ef784ed0", "0x18c671d6d9b1219ca2", -1,
      {"0x6319c75b66c486728800eea8e674ef784ed0", "0x19ce638a4993b798d7800eea8e674ef784ed0",
       "0x1718d65e0ec10f5affbaa2d33cd2f89fa0", "0x0", "0x0", "0x6319c75b66c486728800eea8e674ef784ed0",
       "0x6319c75b66c486728800eea8e674ef784ed0"});
  operate<ap_fixed<100, 40>, ap_ufixed<60, 20>>("0x92f1299fba699110021108403", "0xe276cf58ff08372", -1,
                                                {"0x192f137c7275f2100858308403", "0x192f11b784d74011f7e9f08403",
                                                 "0x9f864993491a4de0058d4c1e696877129cb85256",
                                                 "0xfffffffffffffff84b7eea9be0cee0b2a0b", "0x80728618110021000000",
                                                 "0x92f12fbffefd9ff0837308403", "0x92f127b8d69c1ee0816308403"});
  operate<ap_fixed<65, 30>, ap_fixed<65, 30>>(
      "0x0", "0x114a27f9707f74a3b", 1,
      {"0x314a27f9707f74a3b", "0xeb5d8068f808b5c5", "0x0", "0x0", "0x0", "0x114a27f9707f74a3b", "0x114a27f9707f74a3b"});
  operate<ap_ufixed<130, 70>, ap_fixed<40, 40>>(
      "0x101d231fc879a7843a5a82f90180fb8d4", "0xc4325f3", 1,
      {"0x101d231fc885eaaa2d5a82f90180fb8d4", "0x101d231fc86d645e475a82f90180fb8d4",
       "0xc597a930731ad5eb07a2c66c15c02086c1f153c", "0x150687e07eab452e3f649127c5", "0x8030432000000000000000",
       "0x101d231fc87de7a5fb5a82f90180fb8d4", "0x101d231fc875e4a1c95a82f90180fb8d4"});
  operate<ap_fixed<200, 100>, ap_fixed<150, -10>>(
      "0xffffffffffffffffffffffffffffffffffffffffffffffffff", "0x67a245a0d9d6e94306b9872ba710451523d2", -1,
      {"0x67a245a0d9d6e94306b9772ba710451523d2", "0x1fffffffffffffffffffffffffffff985dba5f262916bcf94668d458efbaeadc2e",
       "0x3fffffffffffffffffffffffffffffffffffffffffffffffffff985dba5f262916bcf94678d458efbaeadc2e",
       "0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd879f",
       "0x67a245a0d9d6e94306b98000000000000000", "0xffffffffffffffffffffffffffffffffffffffffffffffffff72ba710451523d2",
       "0xfffffffffffffffffffffffffffff985dba5f262916bcf946772ba710451523d2"});
  operate<ap_ufixed<64, 10>, ap_ufixed<70, 90>>(
      "0xffffffffffffffff", "0x1fbc6f8f6b29a2c668", -1,
      {"0x7ef1be3daca68b19a000ffffffffffffffff", "0x1810e41c2535974e66000ffffffffffffffff",
       "0x1fbc6f8f6b29a2c64843907094d65d3998", "0x0", "0x0", "0x7ef1be3daca68b19a000ffffffffffffffff",
       "0x7ef1be3daca68b19a000ffffffffffffffff"});
  operate<ap_fixed<100, 40>, ap_ufixed<60, 20>>("0xbf381ac6457f40c25b91fdb47", "0xf9ba662d977f040", -1,
                                                {"0x1bf382a61ebe21a3a4bd1fdb47", "0x1bf380b2a9f1c674a6b51fdb47",
                                                 "0xc0ce66f31ed8ec9a1f38fce6db3a70d8428a61c0",
                                                 "0xfffffffffffffffbd979a5a02504c8d2a1d", "0xa8204624042500000000",
                                                 "0xbf381fdfe77fd9f7fbd1fdb47", "0xbf38155de31d99b5abd1fdb47"});
  operate<ap_fixed<65, 30>, ap_fixed<65, 30>>("0x12a3929ea3eadddf5", "0xbb936e795573dac1", -1,
                                              {"0x3e5cc98639421b8b6", "0x26ea5bb70e93a0334",
                                               "0x3635ca4306af6b18ade1024935e25f7b5", "0x1ffffffffffffffff6e1eee683",
                                               "0x2a1128681421d8c1", "0x1bbbb6ffb7fffdff5", "0x191aa47936bde0734"});
  operate<ap_ufixed<130, 70>, ap_fixed<40, 40>>(
      "0x37717468d89d93604ba93665e3052f26c", "0x9c20bdb48e", 1,
      {"0x3771746874be5114d9a93665e3052f26c", "0x377174693c7cd5abbda93665e3052f26c",
       "0x2a5ec5cb75f5b6579b3c7b378a29aea5b939a3267e8", "0x7fffffffff71e239bdd6fc40fc397f7e7",
       "0x37717468980091200a000000000000000", "0x7fffffffdcbdbff4cfa93665e3052f26c",
       "0x488e8b9744bd2ed4c5a93665e3052f26c"});
  operate<ap_fixed<200, 100>, ap_fixed<150, -10>>(
      "0x39df1db9d96903af17b70169c24", "0x60c1e7851288856173994ffa06159bd3c", 1,
      {"0x39df1db9df75222768df89bfd97994ffa06159bd3c", "0x39df1db9d35ce536c68e7913ab066b005f9ea642c4",
       "0x15df80b18391fb0ef3ea0010027e0bb03fcbd91e68a1e7f4b634e3172c70", "0x991db4f2c198b145c7907b0b6540d9e848",
       "0x8022811200040020000000000000000", "0x39df1db9df6d1fff57bf897fd77994ffa06159bd3c",
       "0x39df1db9df651dd7469f893fd57994ffa06159bd3c"});
  operate<ap_ufixed<64, 10>, ap_ufixed<70, 90>>(
      "0x45c205067c0fd3cc", "0x2ab5add0e3", -1,
      {"0xaad6b7438c0045c205067c0fd3cc", "0x1ffffffff552948bc740045c205067c0fd3cc", "0xba3565da6d4d180763afa8de4",
       "0x1a22032", "0x0", "0xaad6b7438c0045c205067c0fd3cc", "0xaad6b7438c0045c205067c0fd3cc"});
  operate<ap_fixed<100, 40>, ap_ufixed<60, 20>>("0x9eb589e0af8059f56e6f7a84f", "0xb26b6127d281c09", -1,
                                                {"0x19eb595076592d71d8a787a84f", "0x19eb57eb9f96ddccd52667a84f",
                                                 "0xbc316ad281d65852d6b82a8059c71ec014758ec7",
                                                 "0xfffffffffffffff7467aec520e785de86c5", "0x920a60059200c0900000",
                                                 "0x9eb58be6bf927dfd7e6f7a84f", "0x9eb582c6199224dd72667a84f"});
  operate<ap_fixed<65, 30>, ap_fixed<65, 30>>("0x44cc58e715f52b7d", "0x9a04db79197415d4", -1,
                                              {"0xded134602f694151", "0x3aac77d6dfc8115a9",
                                               "0x29643ba7c24cb0249368f597353d4484", "0x392d07dcd", "0x4586111740154",
                                               "0xdeccdbff1df53ffd", "0xdec8839e0c813ea9"});
  operate<ap_ufixed<130, 70>, ap_fixed<40, 40>>(
      "0xe32379fa821a6a0a620f2804288a8775", "0x2d7b5f089e", 1,
      {"0xe32379fd59d05a94420f2804288a8775", "0xe32379f7aa647980820f2804288a8775",
       "0x285ab2ce73cad2b940b33f7a0df7fa3de3d5264236", "0x4fe797d2ee50bc52e81c224", "0x2821060086000000000000000",
       "0xe32379fad7bffa8be20f2804288a8775", "0xe32379f855af9a83820f2804288a8775"});
  operate<ap_fixed<200, 100>, ap_fixed<150, -10>>(
      "0x1", "0x1e009930f358e82afedc15885b5ded661bff8a", -1,
      {"0x1e009930f358e82afedc15985b5ded661bff8a",
       "0x1fffffffffffffffffffffffffffe1ff66cf0ca717d50123ea87a4a21299e40076",
       "0x1e009930f358e82afedc15885b5ded661bff8a", "0x888", "0x0", "0x1e009930f358e82afedc15985b5ded661bff8a",
       "0x1e009930f358e82afedc15985b5ded661bff8a"});
  operate<ap_ufixed<64, 10>, ap_ufixed<70, 90>>(
      "0x4d1fa965755ac329", "0xd6fa8943b557672f", -1,
      {"0x35bea250ed55d9cbc004d1fa965755ac329", "0x1fca415daf12aa26344004d1fa965755ac329",
       "0x40c3f1e094c0d2bf58a7fe67601e5387", "0x0", "0x0", "0x35bea250ed55d9cbc004d1fa965755ac329",
       "0x35bea250ed55d9cbc004d1fa965755ac329"});
}

inline void numbersInText() {
  parse<ap_fixed<16, 8, AP_RND, AP_SAT>>("-5868463343763592461.574271901040379415e-16", "0x8000");
  parse<ap_fixed<80, 20, AP_RND_ZERO, AP_SAT>>("0x8b0f.ACA41BF9A610AFE6", "0x8b0faca41bf9a610afe");
  parse<ap_ufixed<12, -3, AP_RND_MIN_INF, AP_SAT>>("-0b0.00000101010101111", "0x0");
  parse<ap_fixed<10, 14, AP_RND_INF, AP_SAT>>("6360", "0x18e");
  parse<ap_ufixed<33, 2, AP_RND_CONV, AP_SAT>>("-20.76e0", "0x0");
  parse<ap_fixed<16, 8, AP_TRN, AP_SAT_ZERO>>("0xb4.940", "0x0");
  parse<ap_fixed<80, 20, AP_TRN_ZERO, AP_SAT_ZERO>>(
      "-0b101111101101101011.00110100000100111001010110001101101011010000111011111011011100", "0xd0494cbec6a7252f1049");
  parse<ap_ufixed<12, -3, AP_RND, AP_SAT_ZERO>>("-0.0273895263671875", "0x0");
  parse<ap_fixed<10, 14, AP_RND_ZERO, AP_SAT_ZERO>>("-1370341211580419388.275175181888737274e-13", "0x0");
  parse<ap_ufixed<33, 2, AP_RND_MIN_INF, AP_SAT_ZERO>>("-0x3.DA0CDA740", "0x0");
  parse<ap_fixed<16, 8, AP_RND_INF, AP_SAT_SYM>>("0b10101.1010000111", "0x15a2");
  parse<ap_fixed<80, 20, AP_RND_CONV, AP_SAT_SYM>>(
      "233119.1499455829248660513643154335028384593897499144077301025390625", "0x38e9f2662d56ed78a68e");
  parse<ap_ufixed<12, -3, AP_TRN, AP_SAT_SYM>>("124230772061.330707287218e-11", "0xfff");
  parse<ap_fixed<10, 14, AP_TRN_ZERO, AP_SAT_SYM>>("-0x5c6", "0x3a4");
  parse<ap_ufixed<33, 2, AP_RND, AP_SAT_SYM>>("0b1.110011111100100010110000011110111", "0xe7e4583e");
  parse<ap_fixed<16, 8, AP_RND_ZERO, AP_WRAP>>("-98.798828125", "0x9d34");
  parse<ap_fixed<80, 20, AP_RND_MIN_INF, AP_WRAP>>("-9094022750185218.5567527004982733e-9", "0x53c793ff3dc8c5b2ba70");
  parse<ap_ufixed<12, -3, AP_RND_INF, AP_WRAP>>("0x0.15E00", "0xaf0");
  parse<ap_fixed<10, 14, AP_RND_CONV, AP_WRAP>>("0b10011111111", "0x50");
  parse<ap_ufixed<33, 2, AP_TRN, AP_WRAP>>("1.95735783851705491542816162109375", "0xfa8ab39f");
  parse<ap_fixed<16, 8, AP_TRN_ZERO, AP_WRAP_SM>>("-98904747818588.68203555553414e-11", "0x22f4");
  parse<ap_fixed<80, 20, AP_RND, AP_WRAP_SM>>("-0xf1585.D927C833A9B298E8", "0xf1585d927c833a9b298d");
  parse<ap_ufixed<12, -3, AP_RND_ZERO, AP_WRAP_SM>>("0b0.00000010001011101", "0x117");
  parse<ap_fixed<10, 14, AP_RND_MIN_INF, AP_WRAP_SM>>("7944", "0x1f0");
  parse<ap_ufixed<33, 2, AP_RND_INF, AP_WRAP_SM>>("520755990.933746337e-8", "0x1656ead48");
  parse<ap_fixed<16, 8, AP_RND_CONV, AP_SAT>>("0xd1.FCA", "0x7fff");
  parse<ap_fixed<80, 20, AP_TRN, AP_SAT>>(
      "-0b101001100100111110.10001001100011010110010101100000010010100011010101010111000000", "0xd66c176729a9fb5caa90");
  parse<ap_ufixed<12, -3, AP_TRN_ZERO, AP_SAT>>("0.0459136962890625", "0x5e0");
  parse<ap_fixed<10, 14, AP_RND, AP_SAT>>("-809825991183868.59326621425304e-10", "0x200");
  parse<ap_ufixed<33, 2, AP_RND_ZERO, AP_SAT>>("-0x1.105FF8500", "0x0");
  parse<ap_fixed<16, 8, AP_RND_MIN_INF, AP_SAT_ZERO>>("0b111.1010010010", "0x7a4");
  parse<ap_fixed<80, 20, AP_RND_INF, AP_SAT_ZERO>>(
      "-449094.8375829613855485899880093381142387443105690181255340576171875", "0x925b9299429bd29886d4");
  parse<ap_ufixed<12, -3, AP_RND_CONV, AP_SAT_ZERO>>("3980.499e-4", "0x0");
  parse<ap_fixed<10, 14, AP_TRN, AP_SAT_ZERO>>("-0x32e", "0x3cd");
  parse<ap_ufixed<33, 2, AP_TRN_ZERO, AP_SAT_ZERO>>("-0b0.110011001110110000100010111010011", "0x0");
  parse<ap_fixed<16, 8, AP_RND, AP_SAT_SYM>>("-93.283203125", "0xa2b8");
  parse<ap_fixed<80, 20, AP_RND_ZERO, AP_SAT_SYM>>("9048105433497.287104626899e-6", "0x7fffffffffffffffffff");
  parse<ap_ufixed<12, -3, AP_RND_MIN_INF, AP_SAT_SYM>>("0x0.0E544", "0x72a");
  parse<ap_fixed<10, 14, AP_RND_INF, AP_SAT_SYM>>("-0b11110000101", "0x388");
  parse<ap_ufixed<33, 2, AP_RND_CONV, AP_SAT_SYM>>("-1.70237979548983275890350341796875", "0x0");
  parse<ap_fixed<16, 8, AP_TRN, AP_WRAP>>("-928939.481768e-3", "0x5f0f");
  parse<ap_fixed<80, 20, AP_TRN_ZERO, AP_WRAP>>("-0xa1ee1.5B2386A08E9411F6", "0x5e11ea4dc795f716bee1");
  parse<ap_ufixed<12, -3, AP_RND, AP_WRAP>>("0b0.00001010111111000", "0x57e");
  parse<ap_fixed<10, 14, AP_RND_ZERO, AP_WRAP>>("5320", "0x14c");
  parse<ap_ufixed<33, 2, AP_RND_MIN_INF, AP_WRAP>>("55355681045721713.24953650140913961e-16", "0xc48d7ee3");
  parse<ap_fixed<16, 8, AP_RND_INF, AP_WRAP_SM>>("-0x62.DD6", "0x9d23");
  parse<ap_fixed<80, 20, AP_RND_CONV, AP_WRAP_SM>>(
      "-0b1000011000011110111.00000110101110101011111000010001110111111011100001001100011111",
      "0xbcf08f94541ee2047b38");
  parse<ap_ufixed<12, -3, AP_TRN, AP_WRAP_SM>>("0.0203704833984375", "0x29b");
  parse<ap_fixed<10, 14, AP_TRN_ZERO, AP_WRAP_SM>>("255132439043818.752486196413719e-10", "0x23a");
  parse<ap_ufixed<33, 2, AP_RND, AP_WRAP_SM>>("0x0.664BF4D40", "0x3325fa6a");
  parse<ap_fixed<16, 8, AP_RND_ZERO, AP_SAT>>("0b1111000.1010000011", "0x78a1");
  parse<ap_fixed<80, 20, AP_RND_MIN_INF, AP_SAT>>(
      "151319.1778123261413039730115259740017563672154210507869720458984375", "0x24f172d851bcd9a431ad");
  parse<ap_ufixed<12, -3, AP_RND_INF, AP_SAT>>("-52090238858059706.3150480285525823e-17", "0x0");
  parse<ap_fixed<10, 14, AP_RND_CONV, AP_SAT>>("0xc7f", "0xc8");
  parse<ap_ufixed<33, 2, AP_TRN, AP_SAT>>("0b0.111001010010111000101011011011000", "0x729715b6");
  parse<ap_fixed<16, 8, AP_TRN_ZERO, AP_SAT_ZERO>>("113.642578125", "0x71a4");
  parse<ap_fixed<80, 20, AP_RND, AP_SAT_ZERO>>("-159847419273810.48695222465931e-8", "0x0");
  parse<ap_ufixed<12, -3, AP_RND_ZERO, AP_SAT_ZERO>>("0x0.0FD64", "0x7eb");
  parse<ap_fixed<10, 14, AP_RND_MIN_INF, AP_SAT_ZERO>>("-0b10000000", "0x3f8");
  parse<ap_ufixed<33, 2, AP_RND_INF, AP_SAT_ZERO>>("-1.21160572231747210025787353515625", "0x0");
}
