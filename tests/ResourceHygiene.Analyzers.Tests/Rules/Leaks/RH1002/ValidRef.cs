namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>What is passed by reference may be replaced or released by whoever gets it.</summary>
public sealed class ValidRef
{
    [Fact]
    public Task Stored_in_a_ref_parameter_or_released() => LeakCode.InClass(
        """
        void Fill(ref Resource? target)
        {
            var resource = new Resource();
            if (target == null)
                target = resource;
            else
                resource.Dispose();
        }
        """);

    [Fact]
    public Task Passed_by_reference_on_one_path_and_released_on_the_other() => LeakCode.InClass(
        """
        static void Take(ref Resource? resource) { resource?.Dispose(); resource = null; }

        void M(bool flag)
        {
            Resource? resource = new Resource();
            if (flag)
                Take(ref resource);
            else
                resource.Dispose();
        }
        """);

    [Fact]
    public Task Read_only_references_are_looks() => LeakCode.InClass(
        """
        static void Look(in Resource resource) => resource.Use();

        void M(bool flag)
        {
            var resource = new Resource();
            if (flag)
                Look(in resource);
            resource.Dispose();
        }
        """);

    [Fact]
    public Task A_ref_local_of_a_field() => LeakCode.InClass(
        """
        private Resource? _resource;

        void M(bool flag)
        {
            ref Resource? slot = ref _resource;
            if (flag)
                slot = new Resource();
        }
        """);
}
