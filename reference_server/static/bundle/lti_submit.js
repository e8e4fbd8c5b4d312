document.getElementById("answer").submit();
//# sourceMappingURL=lti_submit.js.map
