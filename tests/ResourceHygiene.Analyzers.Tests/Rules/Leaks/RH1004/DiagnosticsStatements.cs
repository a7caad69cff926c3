namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1004;

/// <summary>An acquisition whose result nobody keeps.</summary>
public sealed class DiagnosticsStatements
{
    [Fact]
    public Task An_object_creation_as_a_statement() => LeakCode.InMethod("{|RH1004:new Resource()|};");

    [Fact]
    public Task A_factory_call_as_a_statement() => LeakCode.InMethod("{|RH1004:File.Create(path)|};");

    [Fact]
    public Task An_assignment_to_a_discard() => LeakCode.InMethod("_ = {|RH1004:File.OpenRead(path)|};");

    [Fact]
    public Task A_discarded_out_argument() => LeakCode.InClass(
        """
        static bool TryMake([Owned] out Resource? resource) { resource = null; return false; }

        void M() => TryMake({|RH1004:out _|});
        """);

    [Fact]
    public Task An_awaited_factory_as_a_statement() => LeakCode.InClass(
        """
        static async Task<Resource> CreateAsync() { await Task.Yield(); return new Resource(); }

        async Task M() => await {|RH1004:CreateAsync()|};
        """);

    [Fact]
    public Task A_discarded_deconstruction() => LeakCode.InMethod(
        """
        (_, int number) = ({|RH1004:new Resource()|}, 1);
        Console.WriteLine(number);
        """);

    [Fact]
    public Task A_started_process() => LeakCode.InMethod(
        """
        {|RH1004:System.Diagnostics.Process.Start("git")|};
        """);

    [Fact]
    public Task A_source_factory() => LeakCode.InClass(
        """
        static Resource Make() => new Resource();

        void M() => {|RH1004:Make()|};
        """);

    [Fact]
    public Task A_wrapper_is_one_report() => LeakCode.InMethod("{|RH1004:new StreamReader(File.OpenRead(path))|};");

    [Fact]
    public Task A_disposable_that_has_only_dispose_async() => LeakCode.InMethod("{|RH1004:new AsyncResource()|};");

    [Fact]
    public Task A_scope_struct_whose_end_only_it_can_call() => LeakCode.InFile(
        """
        class Connector
        {
            private int _actions;
            internal Action Start() { _actions++; return new Action(this); }
            private void End() => _actions--;
            internal readonly struct Action : IDisposable
            {
                private readonly Connector _connector;
                internal Action(Connector connector) => _connector = connector;
                public void Dispose() => _connector.End();
            }
        }
        class Reader
        {
            private readonly Connector _connector = new();
            void Open() => {|RH1004:_connector.Start()|};
        }
        """);
}
