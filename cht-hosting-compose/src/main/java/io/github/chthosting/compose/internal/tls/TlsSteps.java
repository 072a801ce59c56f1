package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.compose.internal.StepWork;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.plan.StepHandlers;

/** Carries out steps about certificates. */
public final class TlsSteps {
  private TlsSteps() {}

  /** Returns the handlers of these steps. */
  public static StepHandlers handlers(Engine platform) {
    CertificateSteps steps = new CertificateSteps(platform);
    CertbotSteps certbot = new CertbotSteps(platform);
    return StepHandlers.builder()
        .add(
            MakeCertificate.class,
            StepWork.handler(CertificateSteps::make, CertificateSteps::removeMade))
        .add(
            OrderCertificate.class, StepWork.handler(steps::order, CertificateSteps::removeOrdered))
        .add(ServeCertificate.class, StepWork.handler(steps::serve, steps::serveBefore))
        .add(ReloadCertificate.class, StepWork.handler(steps::reload))
        .add(SetCertificateMode.class, StepWork.handler(steps::mode, steps::modeBack))
        .add(WriteCertbot.class, StepWork.handler(certbot::write, certbot::removeFiles))
        .add(RunCertbot.class, StepWork.handler(certbot::order, certbot::serveBefore))
        .build();
  }
}
