namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>Source methods that hand something new to their callers are found by reading them.</summary>
public sealed class DiagnosticsFactories
{
    [Fact]
    public Task Returns_a_new_object() => LeakCode.InClass(
        """
        static Resource Prepare() => new Resource();

        void M()
        {
            var resource = [|Prepare()|];
            resource.Use();
        }
        """);

    [Fact]
    public Task Returns_a_configured_local() => LeakCode.InClass(
        """
        static Resource Prepare(string name)
        {
            var resource = new Resource();
            resource.Name = name;
            return resource;
        }

        void M()
        {
            var resource = [|Prepare("a")|];
            resource.Use();
        }
        """);

    [Fact]
    public Task Returns_null_or_something_new() => LeakCode.InClass(
        """
        static Resource? Prepare(bool flag) => flag ? new Resource() : null;

        void M(bool flag)
        {
            var resource = [|Prepare(flag)|];
            resource?.Use();
        }
        """);

    [Fact]
    public Task Passes_on_what_another_factory_made() => LeakCode.InClass(
        """
        static Resource Outer() => Inner();
        static Resource Inner() => new Resource();

        void M()
        {
            var resource = [|Outer()|];
            resource.Use();
        }
        """);

    [Fact]
    public Task An_out_parameter_that_is_always_new() => LeakCode.InClass(
        """
        static bool TryPrepare(out Resource? resource)
        {
            resource = new Resource();
            return true;
        }

        void M()
        {
            if (TryPrepare([|out var resource|]))
                resource!.Use();
        }
        """);

    [Fact]
    public Task A_method_annotated_with_owned() => LeakCode.InClass(
        """
        [return: Owned]
        static extern Resource Fetch();

        void M()
        {
            var resource = [|Fetch()|];
            resource.Use();
        }
        """);

    [Fact]
    public Task A_method_annotated_for_resharper() => LeakCode.InFile(
        """
        namespace My.Annotations { sealed class MustDisposeResourceAttribute : Attribute; }
        class C
        {
            [My.Annotations.MustDisposeResource]
            static extern Resource Fetch();

            void M()
            {
                var resource = [|Fetch()|];
                resource.Use();
            }
        }
        """);

    [Fact]
    public Task Members_that_hide_or_overload_mean_what_the_hidden_ones_mean() => LeakCode.InClass(
        """
        abstract class Transaction : System.Data.Common.DbTransaction { }

        abstract class Connection : System.Data.Common.DbConnection
        {
            public abstract new Transaction BeginTransaction();
            public abstract Transaction BeginTransaction(bool deferred);
        }

        abstract class Command : System.Data.Common.DbCommand
        {
            public abstract new Transaction? Transaction { get; set; }
            public abstract new System.Data.Common.DbDataReader ExecuteReader();
        }

        void M(Connection connection, Command command)
        {
            var hidden = [|connection.BeginTransaction()|];
            hidden.Commit();
            var overload = [|connection.BeginTransaction(true)|];
            overload.Commit();
            var reader = [|command.ExecuteReader()|];
            reader.Read();
        }

        void Hides(Command command, Connection connection)
        {
            var transaction = [|connection.BeginTransaction()|];
            command.Transaction = transaction;
        }

        void Lends(System.Data.Common.DbProviderFactory factory)
        {
            var lent = [|new Lent()|];
            using var command = new LentTo { Connection = lent };
            var other = [|factory.CreateConnection()|]!;
            command.Other = other;
        }

        class Lent : Resource { }
        class LentTo : Resource { [Borrowed] public Lent? Connection { get; set; } [Borrowed] public System.Data.Common.DbConnection? Other { get; set; } }
        """);

    [Fact]
    public Task Implementations_mean_what_the_interface_is_annotated_with() => LeakCode.InClass(
        """
        interface ISource { [return: Owned] Resource Get(); }
        abstract class Source : ISource { public abstract Resource Get(); }

        void M(Source source)
        {
            var resource = [|source.Get()|];
            resource.Use();
        }
        """);

    [Fact]
    public Task Named_begin() => LeakCode.InClass(
        """
        interface IScopes { IDisposable BeginScope(); }
        interface IGroups : IDisposable { IGroups BeginGroup(); }

        void M(IScopes scopes, IGroups groups)
        {
            var scope = [|scopes.BeginScope()|];
            scope.ToString();
            var fluent = groups.BeginGroup();
            fluent.ToString();
        }
        """);
}
