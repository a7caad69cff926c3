namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>Storing hands the obligation to the object that stores.</summary>
public sealed class ValidFields
{
    [Fact]
    public Task In_a_field() => LeakCode.InClass(
        """
        private Resource? _resource;

        void M()
        {
            var resource = new Resource();
            _resource = resource;
        }
        """);

    [Fact]
    public Task In_a_field_of_another_object() => LeakCode.InFile(
        """
        class Holder { public Resource? Resource; }
        class C
        {
            void M(Holder holder)
            {
                var resource = new Resource();
                holder.Resource = resource;
            }
        }
        """);

    [Fact]
    public Task In_a_property() => LeakCode.InClass(
        """
        Resource? Current { get; set; }

        void M() => Current = new Resource();
        """);

    [Fact]
    public Task Lazily() => LeakCode.InClass(
        """
        private Resource? _resource;

        Resource Get() => _resource ??= new Resource();
        """);

    [Fact]
    public Task By_interlocked_exchange() => LeakCode.InClass(
        """
        private Resource? _resource;

        void M()
        {
            Interlocked.Exchange(ref _resource, new Resource())?.Dispose();
            Interlocked.CompareExchange(ref _resource, new Resource(), null);
        }
        """);

    [Fact]
    public Task In_an_object_initializer() => LeakCode.InFile(
        """
        class Holder { public Resource? Resource { get; set; } }
        class C
        {
            Holder M()
            {
                var resource = new Resource();
                return new Holder { Resource = resource };
            }
        }
        """);

    [Fact]
    public Task In_a_field_initializer() => LeakCode.InClass("private readonly Resource _resource = new Resource();");

    [Fact]
    public Task In_a_lazy() => LeakCode.InClass("private readonly Lazy<Resource> _resource = new(() => new Resource());");

    [Fact]
    public Task In_a_base_constructor() => LeakCode.InFile(
        """
        abstract class Base(Resource resource) { protected Resource Resource { get; } = resource; }
        sealed class Derived() : Base(new Resource());
        sealed class Older : Base { public Older() : base(new Resource()) { } }
        """);

    [Fact]
    public Task In_an_event_handler_that_disposes() => LeakCode.InClass(
        """
        event EventHandler? Done;

        void M()
        {
            var resource = new Resource();
            Done += (_, _) => resource.Dispose();
        }
        """);

    [Fact]
    public Task In_another_partial_class_member() => LeakCode.InFile(
        """
        partial class C { private Resource? _resource; void Set(Resource resource) => _resource = resource; }
        partial class C
        {
            void M()
            {
                var resource = new Resource();
                Set(resource);
            }
        }
        """);
}
