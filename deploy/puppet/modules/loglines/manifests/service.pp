# The service. A changed configuration is reloaded: only the workers that it is about start anew.
class loglines::service {
  service { 'loglines':
    ensure  => running,
    enable  => true,
    restart => 'systemctl reload-or-restart loglines',
  }
}
