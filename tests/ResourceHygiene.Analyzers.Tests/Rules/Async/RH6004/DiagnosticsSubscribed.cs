namespace ResourceHygiene.Analyzers.Tests.Rules.Async.RH6004;

/// <summary>A handler stays subscribed when the scope has released what it uses.</summary>
public sealed class DiagnosticsSubscribed
{
    [Fact]
    public Task To_an_event_of_a_parameter() => AsyncCode.InClass(
        """
        void M(Publisher publisher)
        {
            using var client = new Client();
            publisher.Changed += (_, _) {|RH6004:=>|} client.Use();
        }
        """);

    [Fact]
    public Task To_an_event_of_a_field() => AsyncCode.InClass(
        """
        private readonly Publisher _publisher = new();

        void M()
        {
            using var client = new Client();
            _publisher.Changed += (_, _) {|RH6004:=>|} client.Use();
        }
        """);

    [Fact]
    public Task To_an_event_of_this_object() => AsyncCode.InClass(
        """
        private event EventHandler? Changed;

        void M()
        {
            using var client = new Client();
            Changed += (_, _) {|RH6004:=>|} client.Use();
            Changed(this, EventArgs.Empty);
        }
        """);

    [Fact]
    public Task To_a_static_event() => AsyncCode.InClass(
        """
        void M()
        {
            using var client = new Client();
            Publisher.Global += (_, _) {|RH6004:=>|} client.Use();
        }
        """);

    [Fact]
    public Task With_an_anonymous_method() => AsyncCode.InClass(
        """
        void M(Publisher publisher)
        {
            using (var client = new Client())
            {
                publisher.Changed += {|RH6004:delegate|} { client.Use(); };
            }
        }
        """);

    [Fact]
    public Task As_a_local_function() => AsyncCode.InClass(
        """
        void M(Publisher publisher)
        {
            using var client = new Client();
            publisher.Changed += OnChanged;

            void {|RH6004:OnChanged|}(object? sender, EventArgs e) => client.Use();
        }
        """);

    [Fact]
    public Task In_a_local() => AsyncCode.InClass(
        """
        void M(Publisher publisher)
        {
            using var client = new Client();
            EventHandler handler = (_, _) {|RH6004:=>|} client.Use();
            publisher.Changed += handler;
        }
        """);

    [Fact]
    public Task In_a_new_delegate() => AsyncCode.InClass(
        """
        void M(Publisher publisher)
        {
            using var client = new Client();
            publisher.Changed += new EventHandler((_, _) {|RH6004:=>|} client.Use());
        }
        """);

    [Fact]
    public Task Before_a_release_in_the_same_row() => AsyncCode.InClass(
        """
        void M(Publisher publisher)
        {
            var client = new Client();
            publisher.Changed += (_, _) {|RH6004:=>|} client.Use();
            publisher.Raise();
            client.Dispose();
        }
        """);

    [Fact]
    public Task Before_a_release_in_a_finally() => AsyncCode.InClass(
        """
        void M(Publisher publisher)
        {
            var client = new Client();
            try
            {
                publisher.Changed += (_, _) {|RH6004:=>|} client.Use();
                publisher.Raise();
            }
            finally
            {
                client.Dispose();
            }
        }
        """);
}
