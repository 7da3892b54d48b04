package mesh.ca.bootstrap;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.authentication.HttpStatusServerEntryPoint;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.security.web.server.authentication.ServerAuthenticationEntryPointFailureHandler;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import reactor.core.publisher.Mono;

/** Everybody may read the bundle and the health; only the administrator makes tokens. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class CaSecurity {

  private static final String BEARER = "Bearer ";

  @Bean
  SecurityWebFilterChain securityWebFilterChain(ServerHttpSecurity http, AdminToken admin) {
    var unauthorized = new HttpStatusServerEntryPoint(HttpStatus.UNAUTHORIZED);
    var filter = new AuthenticationWebFilter(manager(admin));
    filter.setServerAuthenticationConverter(converter());
    filter.setAuthenticationFailureHandler(
        new ServerAuthenticationEntryPointFailureHandler(unauthorized));
    return http.csrf(ServerHttpSecurity.CsrfSpec::disable) // no cookies, so nothing to forge
        .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
        .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
        .logout(ServerHttpSecurity.LogoutSpec::disable)
        .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
        .exceptionHandling(handling -> handling.authenticationEntryPoint(unauthorized))
        .addFilterAt(filter, SecurityWebFiltersOrder.AUTHENTICATION)
        .authorizeExchange(
            exchange ->
                exchange
                    .pathMatchers(HttpMethod.GET, "/api/v1/bundle", "/actuator/**")
                    .permitAll()
                    .anyExchange()
                    .hasRole("ADMIN"))
        .build();
  }

  private static ServerAuthenticationConverter converter() {
    return exchange -> {
      String shown = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
      return shown == null || !shown.startsWith(BEARER)
          ? Mono.empty()
          : Mono.just(
              new UsernamePasswordAuthenticationToken("admin", shown.substring(BEARER.length())));
    };
  }

  private static ReactiveAuthenticationManager manager(AdminToken admin) {
    return shown ->
        admin.is(String.valueOf(shown.getCredentials()))
            ? Mono.just(
                UsernamePasswordAuthenticationToken.authenticated(
                    "admin", "", List.of(new SimpleGrantedAuthority("ROLE_ADMIN"))))
            : Mono.error(new BadCredentialsException("not the administrator's token"));
  }
}
