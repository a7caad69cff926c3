namespace ResourceHygiene.Analyzers.Tests.Rules.Async.RH6004;

/// <summary>A delegate is returned, stored or scheduled, and what it uses is released.</summary>
public sealed class DiagnosticsKept
{
    [Fact]
    public Task Returned() => AsyncCode.InClass(
        """
        Func<string> M(string key)
        {
            using var client = new Client();
            return () {|RH6004:=>|} client.Get(key);
        }
        """);

    [Fact]
    public Task Returned_through_a_local() => AsyncCode.InClass(
        """
        Func<string> M(string key)
        {
            using var client = new Client();
            Func<string> get = () {|RH6004:=>|} client.Get(key);
            return get;
        }
        """);

    [Fact]
    public Task Returned_as_a_local_function() => AsyncCode.InClass(
        """
        Func<string> M(string key)
        {
            using var client = new Client();
            return Get;

            string {|RH6004:Get|}() => client.Get(key);
        }
        """);

    [Fact]
    public Task Stored_in_a_field() => AsyncCode.InClass(
        """
        private Func<string>? _get;

        void M(string key)
        {
            using var client = new Client();
            _get = () {|RH6004:=>|} client.Get(key);
        }
        """);

    [Fact]
    public Task Stored_in_a_property() => AsyncCode.InClass(
        """
        public Action? Use { get; set; }

        void M()
        {
            using var client = new Client();
            Use = () {|RH6004:=>|} client.Use();
        }
        """);

    [Fact]
    public Task Stored_in_a_static_field() => AsyncCode.InClass(
        """
        private static Action? s_use;

        void M()
        {
            using var client = new Client();
            s_use = () {|RH6004:=>|} client.Use();
        }
        """);

    [Fact]
    public Task Queued_to_the_thread_pool() => AsyncCode.InClass(
        """
        void M()
        {
            using var client = new Client();
            ThreadPool.QueueUserWorkItem(_ {|RH6004:=>|} client.Use());
        }
        """);

    [Fact]
    public Task Called_by_a_timer_in_a_field() => AsyncCode.InClass(
        """
        private Timer? _timer;

        void M()
        {
            using var client = new Client();
            _timer = new Timer(_ {|RH6004:=>|} client.Use(), null, 0, 1000);
        }
        """);

    [Fact]
    public Task In_a_returned_query() => AsyncCode.InClass(
        """
        IEnumerable<string> M(string[] keys)
        {
            using var client = new Client();
            return keys.Select(key {|RH6004:=>|} client.Get(key));
        }
        """);

    [Fact]
    public Task In_a_returned_query_of_several_steps() => AsyncCode.InClass(
        """
        IEnumerable<string> M(string[] keys)
        {
            using var client = new Client();
            return keys.Where(key {|RH6004:=>|} client.Get(key) != "").Select(key => key.Trim()).OrderBy(key => key);
        }
        """);

    [Fact]
    public Task In_several_steps_of_a_returned_query() => AsyncCode.InClass(
        """
        IEnumerable<string> M(string[] keys)
        {
            using var client = new Client();
            return keys.Where(key {|RH6004:=>|} client.Get(key) != "").Select(key => client.Get(key));
        }
        """);

    [Fact]
    public Task In_a_query_in_a_local_that_is_returned() => AsyncCode.InClass(
        """
        IEnumerable<string> M(string[] keys)
        {
            using var client = new Client();
            var values = keys.Select(key {|RH6004:=>|} client.Get(key));
            return values;
        }
        """);
}
