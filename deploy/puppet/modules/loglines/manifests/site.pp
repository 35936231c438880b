# What is in /etc/loglines: one repository whose log is followed, counted, forwarded if there is a tracker, and shown live.
#
# Workers that are not named here are left as they are: `loglines enable` and files of your own stay.
class loglines::site {
  $queues = ['usage', 'live', 'metrics'] + ($loglines::tracker ? { undef => [], default => ['pirus2'] })
  $carbon = $loglines::graphite ? { true => '127.0.0.1:2003', default => '' }
  $forwarding = ['pirus2', 'articlelogger', 'otherlogger']

  File {
    owner  => 'root',
    group  => 'loglines',
    mode   => '0640',
    notify => Exec['check the configuration of loglines'],
  }

  file { '/etc/loglines/loglines.cfg':
    ensure  => file,
    content => epp('loglines/loglines.cfg.epp'),
  }

  $written = {
    'access'    => epp('loglines/access.conf.epp'),
    'broker'    => epp('loglines/broker.conf.epp', { 'queues' => $queues }),
    'publisher' => epp('loglines/publisher.conf.epp'),
    'statsd'    => epp('loglines/statsd.conf.epp', { 'carbon' => $carbon }),
    'graphite'  => epp('loglines/graphite.conf.epp', { 'carbon' => $carbon }),
    'pirus2'    => epp('loglines/pirus2.conf.epp'),
  }
  $written.each |$worker, $content| {
    if $worker != 'pirus2' or $loglines::tracker {
      file { "/etc/loglines/workers_available/${worker}.conf":
        ensure  => file,
        content => $content,
      }
    }
  }

  # As shipped: nothing in them has to be said for a machine.
  $shipped = ['console', 'recorder']
  $enabled = ['access', 'broker', 'publisher', 'statsd', 'graphite'] + $shipped
  $wanted = $loglines::tracker ? { undef => $enabled, default => $enabled + $forwarding }
  $wanted.each |$worker| {
    file { "/etc/loglines/workers_enabled/${worker}.conf":
      ensure => link,
      target => "../workers_available/${worker}.conf",
    }
  }
  if !$loglines::tracker {
    $forwarding.each |$worker| {
      file { "/etc/loglines/workers_enabled/${worker}.conf":
        ensure => absent,
      }
    }
  }

  # Says what is wrong before the service is told; a running one would refuse it as well.
  exec { 'check the configuration of loglines':
    command     => "${loglines::prefix}/bin/loglines config check --directory /etc/loglines",
    user        => 'loglines',
    refreshonly => true,
    logoutput   => on_failure,
    notify      => Service['loglines'],
  }
}
