package mesh.pilot.bootstrap.rest;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import mesh.pilot.bootstrap.PilotProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.security.web.server.authentication.ServerAuthenticationEntryPointFailureHandler;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rules are changed by who has the administrator's token, and read by who has a token or is on this
 * machine; the state of proxies, health and metrics are for everybody.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class RestSecurity {

  private static final String BEARER = "Bearer ";
  private static final String[] RULES = {"/api/v1/namespaces/**", "/api/v1/rules"};
  private static final String ANALYZE = "/api/v1/analyze";

  @Bean
  RestTokens restTokens(PilotProperties properties) {
    return RestTokens.in(properties.stateDir(), new SecureRandom());
  }

  /** Also keeps Spring from making a user of its own. */
  @Bean
  ReactiveAuthenticationManager restAuthentication(RestTokens tokens) {
    return shown -> {
      String role = tokens.role(String.valueOf(shown.getCredentials()));
      return role == null
          ? Mono.error(new BadCredentialsException("no token of this control plane"))
          : Mono.just(
              UsernamePasswordAuthenticationToken.authenticated(
                  role, "", List.of(new SimpleGrantedAuthority("ROLE_" + role))));
    };
  }

  @Bean
  SecurityWebFilterChain securityWebFilterChain(
      ServerHttpSecurity http, ReactiveAuthenticationManager callers, JsonMapper json) {
    var refusals = new Refusals(json);
    var filter = new AuthenticationWebFilter(callers);
    filter.setServerAuthenticationConverter(converter());
    filter.setAuthenticationFailureHandler(
        new ServerAuthenticationEntryPointFailureHandler(refusals::unauthorized));
    return http.csrf(ServerHttpSecurity.CsrfSpec::disable) // no cookies, so nothing to forge
        .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
        .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
        .logout(ServerHttpSecurity.LogoutSpec::disable)
        .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
        .exceptionHandling(
            handling ->
                handling
                    .authenticationEntryPoint(refusals::unauthorized)
                    .accessDeniedHandler(refusals::forbidden))
        .addFilterAt(filter, SecurityWebFiltersOrder.AUTHENTICATION)
        .authorizeExchange(
            exchange ->
                exchange
                    .pathMatchers(HttpMethod.GET, RULES)
                    .access(RestSecurity::mayRead)
                    .pathMatchers(HttpMethod.POST, ANALYZE)
                    .access(RestSecurity::mayRead)
                    .pathMatchers(HttpMethod.GET, "/**")
                    .permitAll()
                    .anyExchange()
                    .hasRole(RestTokens.ADMIN))
        .build();
  }

  private static ServerAuthenticationConverter converter() {
    return exchange -> {
      String shown = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
      return shown == null || !shown.startsWith(BEARER)
          ? Mono.empty()
          : Mono.just(
              new UsernamePasswordAuthenticationToken("", shown.substring(BEARER.length())));
    };
  }

  private static Mono<AuthorizationResult> mayRead(
      Mono<Authentication> caller, AuthorizationContext context) {
    boolean isHere = isOnThisMachine(context.getExchange());
    return caller
        .map(Authentication::isAuthenticated)
        .defaultIfEmpty(false)
        .map(isKnown -> new AuthorizationDecision(isHere || isKnown));
  }

  // A proxy on this machine may speak for somebody who is not.
  private static boolean isOnThisMachine(ServerWebExchange exchange) {
    HttpHeaders headers = exchange.getRequest().getHeaders();
    InetSocketAddress peer = exchange.getRequest().getRemoteAddress();
    return peer != null
        && peer.getAddress() != null
        && peer.getAddress().isLoopbackAddress()
        && headers.getFirst("X-Forwarded-For") == null
        && headers.getFirst("Forwarded") == null;
  }
}
