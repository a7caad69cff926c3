namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1004;

/// <summary>Temporaries that something does keep or release.</summary>
public sealed class Valid
{
    [Fact]
    public Task Disposed_at_once() => LeakCode.InMethod(
        """
        File.Create(path).Dispose();
        File.Create(path).Close();
        new Resource().Dispose();
        """);

    [Fact]
    public Task Disposed_asynchronously_at_once() => LeakCode.InAsyncMethod("await new AsyncResource().DisposeAsync();");

    [Fact]
    public Task Passed_to_a_method_that_disposes_it() => LeakCode.InClass(
        """
        static string ReadAll(Stream stream) { using (stream) return new StreamReader(stream).ReadToEnd(); }

        string M(string path) => ReadAll(File.OpenRead(path));
        """);

    [Fact]
    public Task Passed_to_a_constructor_that_stores_it() => LeakCode.InFile(
        """
        class Owner { private readonly Resource _resource; public Owner(Resource resource) => _resource = resource; }
        class C
        {
            void M() => Console.WriteLine(new Owner(new Resource()));
        }
        """);

    [Fact]
    public Task A_part_that_needs_its_parent_is_returned() => LeakCode.InClass("Task<Stream> M(string url) => new HttpClient().GetStreamAsync(url);");

    [Fact]
    public Task An_object_that_enters_itself_into_a_tree() => LeakCode.InFile(
        """
        class Node : Resource { public Node(object parent) => Console.WriteLine(parent); }
        class C
        {
            void M()
            {
                new Node(this);
            }
        }
        """);

    [Fact]
    public Task An_object_whose_constructor_registers_it() => LeakCode.InFile(
        """
        class Node : Resource
        {
            private static readonly List<Node> s_all = new();
            public Node() => s_all.Add(this);
        }
        class Branch : Node;
        sealed class Leaf : Branch;
        class C
        {
            void M()
            {
                new Node();
                var leaf = new Leaf();
                leaf.Use();
            }
        }
        """);

    [Fact]
    public Task A_task_that_nobody_awaits() => LeakCode.InClass(
        """
        static async Task<Resource> CreateAsync() { await Task.Yield(); return new Resource(); }

        void M() => _ = CreateAsync();
        """);

    [Fact]
    public Task A_lambda_that_only_constructs() => LeakCode.InMethod(
        """
        Action action = () => new Resource();
        action();
        """);

    [Fact]
    public Task Thrown_away_by_a_pattern() => LeakCode.InMethod(
        """
        if (new Resource() is IDisposable disposable)
            disposable.Dispose();
        """);

    [Fact]
    public Task A_wrapper_around_somebody_elses_stream() => LeakCode.InMethod(
        """
        var text = new StreamReader(given).ReadToEnd();
        new StreamWriter(given).Flush();
        """);

    [Fact]
    public Task Compared_only() => LeakCode.InMethod("Console.WriteLine(ReferenceEquals(given, path));");

    [Fact]
    public Task An_ignored_borrowed_result() => LeakCode.InClass(
        """
        private Resource? _resource;
        Resource Open() => _resource ??= new Resource();

        void M() => Open();
        """);

    [Fact]
    public Task A_fluent_call_on_a_held_object() => LeakCode.InFile(
        """
        sealed class Builder : IDisposable
        {
            private int _size;
            public Builder WithSize(int size) { _size = size; return this; }
            public void Dispose() => _size = 0;
        }
        class C
        {
            void M(Builder builder) => builder.WithSize(3);
        }
        """);

    [Fact]
    public Task A_scope_struct_whose_end_others_can_call() => LeakCode.InFile(
        """
        class Connector
        {
            private int _actions;
            internal Action Start() { _actions++; return new Action(this); }
            internal void End() => _actions--;
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
            void Open() => _connector.Start();
            void Close() => _connector.End();
        }
        """);

    [Fact]
    public Task What_an_event_hands_to_its_listeners() => LeakCode.InFile(
        """
        class Manager
        {
            public delegate void CreatedHandler(object sender, Resource resource);
            public event CreatedHandler? Created;
            void OnCreated() => Created?.Invoke(this, new Resource());
        }
        """);
}
