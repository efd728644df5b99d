package io.tesela.cli;

import io.tesela.cli.repository.DefinitionFolder;
import io.tesela.core.registry.AppliedRepository;
import io.tesela.core.registry.Repository;
import io.tesela.core.registry.RepositoryPlan;
import io.tesela.spark.transformation.SqlTransformation;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Compiles a feature repository and compares it with what is applied. */
public final class RepositoryPlanning {
    private RepositoryPlanning() {}

    /**
     * Plans with a Spark of its own, which is gone when this returns.
     *
     * @throws io.tesela.definition.DefinitionException if the definitions are wrong by themselves
     */
    public static RepositoryPlan plan(Installation installation, Path folder) {
        AppliedRepository current = installation.current();
        Repository desired = DefinitionFolder.load(folder, List.of());
        SparkSession spark = installation.spark();
        try {
            return RepositoryPlan.of(current, desired, new SqlTransformation(spark));
        } finally {
            spark.stop();
        }
    }
}
