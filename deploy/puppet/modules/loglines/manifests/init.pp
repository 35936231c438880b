# loglines on one machine: the program as a hardened service, a Redis of its own, and Graphite beside it.
#
# @param service     the ID of the repository, as messages carry it
# @param plugin      what reads its log (`loglines plugins` lists them)
# @param base_url    the repository's address
# @param oai_prefix  what stands before an item's number in its OAI-PMH identifiers
# @param logfile     the web server's logs; several and globs between blanks
# @param tracker     where uses are sent; undef: nowhere, they are only counted
# @param options     more keys of the repository's section (`anonymise` => 'truncate')
# @param flush       seconds between two flushes of StatsD, and between two values that Graphite keeps
# @param graphite    whether carbon and Graphite's pages run here
# @param archive     loglines.tar.gz on this machine, as `make package` makes it; undef: loglines is installed already
# @param prefix      where it is installed
class loglines (
  String[1]                      $service,
  String[1]                      $plugin,
  String[1]                      $base_url,
  String[1]                      $oai_prefix,
  String[1]                      $logfile,
  Optional[String[1]]            $tracker  = undef,
  Hash[String[1], Scalar]        $options  = {},
  Integer[1, 3600]               $flush    = 10,
  Boolean                        $graphite = true,
  Optional[Pattern[/^\//]]          $archive  = undef,
  Pattern[/^\//]                    $prefix   = '/usr/local',
) {
  contain loglines::redis
  contain loglines::program
  contain loglines::site
  contain loglines::service

  Class['loglines::redis'] -> Class['loglines::program'] -> Class['loglines::site'] -> Class['loglines::service']

  if $graphite {
    class { 'loglines::graphite':
      flush => $flush,
    }
    contain loglines::graphite
    Class['loglines::graphite'] -> Class['loglines::service']
  }
}
