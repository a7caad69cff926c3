namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>Handing over by contract, by inference, or to something that could do anything.</summary>
public sealed class ValidArguments
{
    [Fact]
    public Task To_a_parameter_that_takes_ownership() => LeakCode.InClass(
        """
        interface IOwner { void Adopt([TakesOwnership] Resource resource); }

        void M(IOwner owner)
        {
            var resource = new Resource();
            owner.Adopt(resource);
        }
        """);

    [Fact]
    public Task To_a_parameter_annotated_for_resharper() => LeakCode.InFile(
        """
        namespace JetBrains.Annotations { sealed class HandlesResourceDisposalAttribute : Attribute; }
        class C
        {
            interface IOwner { void Adopt([JetBrains.Annotations.HandlesResourceDisposal] Resource resource); }

            void M(IOwner owner)
            {
                var resource = new Resource();
                owner.Adopt(resource);
            }
        }
        """);

    [Fact]
    public Task To_a_constructor_that_stores_it() => LeakCode.InFile(
        """
        class Owner { private readonly Resource _resource; public Owner(Resource resource) => _resource = resource; }
        class C
        {
            void M()
            {
                var owner = new Owner(new Resource());
                Console.WriteLine(owner);
            }
        }
        """);

    [Fact]
    public Task To_a_primary_constructor() => LeakCode.InFile(
        """
        class Owner(Resource resource) { public void Use() => resource.Use(); }
        class C
        {
            void M()
            {
                var owner = new Owner(new Resource());
                owner.Use();
            }
        }
        """);

    [Fact]
    public Task To_a_method_that_stores_it_through_another() => LeakCode.InClass(
        """
        private readonly List<Resource> _all = new();
        void Outer(Resource resource) => Inner(resource);
        void Inner(Resource resource) => _all.Add(resource);

        void M()
        {
            var resource = new Resource();
            Outer(resource);
        }
        """);

    [Fact]
    public Task To_mutually_recursive_methods_of_which_one_releases() => LeakCode.InClass(
        """
        static void Even(Resource resource, int n) { if (n > 0) Odd(resource, n - 1); }
        static void Odd(Resource resource, int n) { if (n == 1) resource.Dispose(); else Even(resource, n - 1); }

        void M()
        {
            var resource = new Resource();
            Even(resource, 5);
        }
        """);

    [Fact]
    public Task To_an_object_parameter_of_a_library() => LeakCode.InAsyncMethod(
        """
        var resource = new Resource();
        await Task.Factory.StartNew(state => ((Resource)state!).Dispose(), resource);
        """);

    [Fact]
    public Task To_a_generic_library_method() => LeakCode.InMethod(
        """
        var resource = new Resource();
        Volatile.Write(ref resource, null!);
        GC.KeepAlive(Enumerable.Repeat(resource, 1));
        """);

    [Fact]
    public Task To_a_member_of_an_extension_block() => LeakCode.InFile(
        """
        static class Extensions
        {
            extension(Resource resource)
            {
                public void Finish() => resource.Dispose();
            }
        }
        class C
        {
            void M()
            {
                var resource = new Resource();
                resource.Finish();
            }
        }
        """);

    [Fact]
    public Task As_a_delegate_of_its_method() => LeakCode.InMethod(
        """
        var resource = new Resource();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => { };
        Action release = resource.Dispose;
        release();
        """);

    [Fact]
    public Task By_reference() => LeakCode.InClass(
        """
        static void Take(ref Resource? resource) { resource?.Dispose(); resource = null; }

        void M()
        {
            Resource? resource = new Resource();
            Take(ref resource);
        }
        """);

    [Fact]
    public Task To_a_log_that_is_only_an_interface() => LeakCode.InFile(
        """
        interface IRegistry { void Handle(IMarker marker); }
        interface IMarker;
        sealed class Marker : Resource, IMarker;
        class C
        {
            void M(IRegistry registry)
            {
                var marker = new Marker();
                registry.Handle(marker);
            }
        }
        """);

    [Fact]
    public Task To_a_dynamic_call() => LeakCode.InMethod(
        """
        dynamic target = path;
        var resource = new Resource();
        target.Take(resource);
        """);

    [Fact]
    public Task To_a_logger_factory_style_registration() => LeakCode.InMethod(
        """
        var source = new System.Diagnostics.TextWriterTraceListener(path);
        System.Diagnostics.Trace.Listeners.Add(source);
        Console.SetOut(new StreamWriter(path));
        """);

    [Fact]
    public Task To_a_method_that_an_override_or_implementation_keeps_it_in() => LeakCode.InFile(
        """
        abstract class Sink
        {
            public void M() => Handle(new Resource());
            protected virtual void Handle(Resource resource) => resource.Use();
        }

        class Keeping : Sink { private Resource? _resource; protected override void Handle(Resource resource) => _resource = resource; }

        interface IVisitor { void Visit(Resource resource); }
        class Releasing : IVisitor { void IVisitor.Visit(Resource resource) => resource.Dispose(); }

        class C
        {
            void M(IVisitor visitor)
            {
                var resource = new Resource();
                visitor.Visit(resource);
            }
        }
        """);

    [Fact]
    public Task To_a_factory_of_something_that_reads_it_later() => LeakCode.InMethod(
        """
        var pipe = System.IO.Pipelines.PipeReader.Create(File.OpenRead(path));
        pipe.Complete();
        """);

    [Fact]
    public Task To_a_wait_that_goes_on() => LeakCode.InMethod(
        """
        var signal = new AutoResetEvent(false);
        ThreadPool.RegisterWaitForSingleObject(signal, (_, _) => { }, null, 1, true);
        """);

    [Fact]
    public Task To_a_socket_whose_operation_goes_on_with_it() => LeakCode.InFile(
        """
        using System.Net.Sockets;
        class Listener
        {
            private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
            public void Start()
            {
                var e = new SocketAsyncEventArgs();
                e.Completed += Accepted;
                if (!_listener.AcceptAsync(e))
                    Accepted(this, e);
            }
            private void Accepted(object? sender, SocketAsyncEventArgs e) => Console.WriteLine(e.AcceptSocket);
        }
        """);
}
